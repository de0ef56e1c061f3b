using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using VideoGen.Functions.Signatures;

namespace VideoGen.Functions.Webhooks;

/// <summary>Whom the service tells on its own account, and how it keeps its subscribers' secrets.</summary>
public sealed class WebhookOptions : IValidatableObject
{
    /// <summary>Told of every completed job.</summary>
    [ConfigurationKeyName("WEBHOOK_URL_VIDEO")]
    public string? VideoUrl { get; init; }

    /// <summary>Signs what goes to the address above and to a job's own; without it those are not signed.</summary>
    [ConfigurationKeyName("WEBHOOK_SECRET")]
    public string? Secret { get; init; }

    /// <summary>32 bytes in base64, by which subscribers' secrets are encrypted at rest; without it they are not.</summary>
    [ConfigurationKeyName("WEBHOOK_KEY")]
    public string? Key { get; init; }

    /// <summary>Days until a delivery is forgotten.</summary>
    [ConfigurationKeyName("WEBHOOK_LOG_DAYS")]
    [Range(1, 365, ErrorMessage = "WEBHOOK_LOG_DAYS must be from 1 to 365.")]
    public int LogDays { get; init; } = 30;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(VideoUrl) && !Uri.TryCreate(VideoUrl, UriKind.Absolute, out _))
        {
            yield return new("WEBHOOK_URL_VIDEO must be an address.");
        }

        if (!string.IsNullOrEmpty(Secret) && WebhookSecret.Parse(Secret) is null)
        {
            yield return new("WEBHOOK_SECRET must be whsec_ and 24 to 64 bytes in base64.");
        }

        if (!string.IsNullOrEmpty(Key) && !SecretBox.IsKey(Key))
        {
            yield return new("WEBHOOK_KEY must be 32 bytes in base64.");
        }
    }
}
