using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Functions.Providers.Fal;

/// <summary>How fal, which sells Pika, is reached. Without a key there is no such provider.</summary>
public sealed class FalOptions : IValidatableObject
{
    private const string OfficialQueue = "https://queue.fal.run";
    private const string OfficialApi = "https://api.fal.ai";
    private const string OfficialKeySet = "https://rest.fal.ai/.well-known/jwks.json";

    /// <summary>One key or several, parted by commas; each has a colon within.</summary>
    [ConfigurationKeyName("PIKA_API_KEY")]
    public string? PikaApiKey { get; init; }

    /// <summary>The name the official client has for the key; the other one wins.</summary>
    [ConfigurationKeyName("FAL_KEY")]
    public string? FalKey { get; init; }

    /// <summary>Only an admin key is told the balance; without one it stays unknown.</summary>
    [ConfigurationKeyName("FAL_ADMIN_KEY")]
    public string? AdminKey { get; init; }

    /// <summary>Where requests are submitted and followed; fal's own unless set.</summary>
    [ConfigurationKeyName("FAL_QUEUE_URL")]
    public string? QueueUrl { get; init; }

    /// <summary>Where the balance is asked for; fal's own unless set.</summary>
    [ConfigurationKeyName("FAL_API_URL")]
    public string? ApiUrl { get; init; }

    /// <summary>Where the keys that sign callbacks are published; fal's own unless set.</summary>
    [ConfigurationKeyName("FAL_JWKS_URL")]
    public string? KeySetUrl { get; init; }

    /// <summary>How long one call may take, its answer included.</summary>
    [ConfigurationKeyName("FAL_TIMEOUT_SECONDS")]
    [Range(1, 600, ErrorMessage = "FAL_TIMEOUT_SECONDS must be from 1 to 600.")]
    public int TimeoutSeconds { get; init; } = 60;

    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    public string? Keys => Given(PikaApiKey) ?? FalKey;

    public string? Admin => Given(AdminKey);

    public Uri Queue => Folder(Given(QueueUrl) ?? OfficialQueue);

    public Uri Api => Folder(Given(ApiUrl) ?? OfficialApi);

    public Uri KeySet => new(Given(KeySetUrl) ?? OfficialKeySet);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        new[] { ("FAL_QUEUE_URL", QueueUrl, OfficialQueue), ("FAL_API_URL", ApiUrl, OfficialApi), ("FAL_JWKS_URL", KeySetUrl, OfficialKeySet) }
            .Where(setting => Given(setting.Item2) is { } address && !IsAddress(address))
            .Select(setting => new ValidationResult($"{setting.Item1} must be an address such as {setting.Item3}.", [setting.Item1]));

    private static Uri Folder(string address) => new(address.TrimEnd('/') + '/');

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http";

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
