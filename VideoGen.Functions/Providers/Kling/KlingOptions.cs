using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using VideoGen.Functions.Signatures;

namespace VideoGen.Functions.Providers.Kling;

/// <summary>How Kling is reached. Without a key there is no such provider.</summary>
public sealed class KlingOptions : IValidatableObject
{
    private const string Official = "https://api-singapore.klingai.com";

    /// <summary>One key or several, parted by commas; each a pair <c>access:secret</c>, or a single <c>api-key-kling-...</c>.</summary>
    [ConfigurationKeyName("KLING_API_KEY")]
    public string? ApiKey { get; init; }

    /// <summary>Where the provider is reached; its own address in Singapore unless set.</summary>
    [ConfigurationKeyName("KLING_API_URL")]
    public string? ApiUrl { get; init; }

    /// <summary>How long one call may take, its answer included.</summary>
    [ConfigurationKeyName("KLING_TIMEOUT_SECONDS")]
    [Range(1, 600, ErrorMessage = "KLING_TIMEOUT_SECONDS must be from 1 to 600.")]
    public int TimeoutSeconds { get; init; } = 60;

    /// <summary>What a unit costs the account, by the pack it bought.</summary>
    [ConfigurationKeyName("KLING_UNIT_USD")]
    [Range(0.0, 100.0, ErrorMessage = "KLING_UNIT_USD must be from 0 to 100.")]
    public decimal UnitUsd { get; init; } = 0.14m;

    /// <summary>What callbacks are signed with, as set in the account; two, parted by a comma, while one replaces the other. None: callbacks come unsigned.</summary>
    [ConfigurationKeyName("KLING_WEBHOOK_SECRET")]
    public string? WebhookSecret { get; init; }

    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    public Uri Address => new((string.IsNullOrWhiteSpace(ApiUrl) ? Official : ApiUrl).TrimEnd('/') + '/');

    internal IReadOnlyList<WebhookSecret> WebhookSecrets => [.. Entries(WebhookSecret).Select(Signatures.WebhookSecret.Parse).OfType<WebhookSecret>()];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Entries(ApiKey).Any(key => !KlingToken.CanBeMadeOf(key)))
        {
            yield return Fault("KLING_API_KEY", "must hold pairs access:secret or single keys api-key-kling-..., with commas between them.");
        }

        if (!string.IsNullOrWhiteSpace(ApiUrl) && !(Uri.TryCreate(ApiUrl, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"))
        {
            yield return Fault("KLING_API_URL", $"must be an address such as {Official}.");
        }

        if (Entries(WebhookSecret).Any(secret => Signatures.WebhookSecret.Parse(secret) is null))
        {
            yield return Fault("KLING_WEBHOOK_SECRET", "must hold one or two secrets of the form whsec_..., with a comma between them.");
        }
    }

    private static string[] Entries(string? setting) => (setting ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static ValidationResult Fault(string setting, string what) => new($"{setting} {what}", [setting]);
}
