using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using VideoGen.Functions.Signatures;

namespace VideoGen.Functions.Providers.Google;

/// <summary>How Google's Gemini API is reached. Without a key there is no such provider.</summary>
public sealed class GoogleOptions : IValidatableObject
{
    internal const string OfficialHost = "generativelanguage.googleapis.com";

    private const string Official = $"https://{OfficialHost}";

    /// <summary>One key or several, parted by commas.</summary>
    [ConfigurationKeyName("GEMINI_API_KEY")]
    public string? ApiKey { get; init; }

    /// <summary>The other name Google's own clients have for the key; the first one wins.</summary>
    [ConfigurationKeyName("GOOGLE_API_KEY")]
    public string? GoogleApiKey { get; init; }

    /// <summary>Where the Gemini API is reached, without its version; Google's own unless set. The key goes nowhere else.</summary>
    [ConfigurationKeyName("GEMINI_API_URL")]
    public string? ApiUrl { get; init; }

    /// <summary>How long one call may take, its answer included.</summary>
    [ConfigurationKeyName("GEMINI_TIMEOUT_SECONDS")]
    [Range(1, 600, ErrorMessage = "GEMINI_TIMEOUT_SECONDS must be from 1 to 600.")]
    public int TimeoutSeconds { get; init; } = 60;

    /// <summary>What Google signs its callbacks with; two, parted by a comma, while one replaces the other. Without it none are asked for.</summary>
    [ConfigurationKeyName("GEMINI_WEBHOOK_SECRET")]
    public string? WebhookSecret { get; init; }

    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    public string? Keys => string.IsNullOrWhiteSpace(ApiKey) ? GoogleApiKey : ApiKey;

    /// <summary>Without the version: it is part of every path.</summary>
    public Uri Address
    {
        get
        {
            var address = (string.IsNullOrWhiteSpace(ApiUrl) ? Official : ApiUrl).TrimEnd('/');
            return new(address[..^(address.EndsWith("/v1beta", StringComparison.Ordinal) ? "/v1beta".Length : 0)] + '/');
        }
    }

    public IReadOnlyList<WebhookSecret> WebhookSecrets => [.. Secrets().OfType<WebhookSecret>()];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(ApiUrl) && !(Uri.TryCreate(ApiUrl, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"))
        {
            yield return new($"GEMINI_API_URL must be an address such as {Official}.", ["GEMINI_API_URL"]);
        }

        if (Secrets().Contains(null))
        {
            yield return new("GEMINI_WEBHOOK_SECRET must be whsec_ and 24 to 64 bytes in base64.", ["GEMINI_WEBHOOK_SECRET"]);
        }
    }

    private IEnumerable<WebhookSecret?> Secrets() =>
        (WebhookSecret ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Signatures.WebhookSecret.Parse);
}
