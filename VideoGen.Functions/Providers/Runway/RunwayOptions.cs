using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Functions.Providers.Runway;

/// <summary>How Runway is reached. Without a key there is no such provider.</summary>
public sealed class RunwayOptions : IValidatableObject
{
    private const string Official = "https://api.dev.runwayml.com";

    /// <summary>One key or several, parted by commas.</summary>
    [ConfigurationKeyName("RUNWAY_API_KEY")]
    public string? ApiKey { get; init; }

    /// <summary>The name the official client has for the key; the other one wins.</summary>
    [ConfigurationKeyName("RUNWAYML_API_SECRET")]
    public string? ApiSecret { get; init; }

    /// <summary>Where the provider is reached; its own address unless set.</summary>
    [ConfigurationKeyName("RUNWAY_API_URL")]
    public string? ApiUrl { get; init; }

    /// <summary>Another name for the address; the first one wins.</summary>
    [ConfigurationKeyName("RUNWAY_BASE_URL")]
    public string? BaseUrl { get; init; }

    /// <summary>The name the official client has for the address; the others win.</summary>
    [ConfigurationKeyName("RUNWAYML_BASE_URL")]
    public string? OfficialBaseUrl { get; init; }

    /// <summary>How long one call may take, its answer included.</summary>
    [ConfigurationKeyName("RUNWAY_TIMEOUT_SECONDS")]
    [Range(1, 600, ErrorMessage = "RUNWAY_TIMEOUT_SECONDS must be from 1 to 600.")]
    public int TimeoutSeconds { get; init; } = 60;

    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    public string? Keys => FirstGiven(ApiKey, ApiSecret);

    public Uri Address => new(FirstGiven(ApiUrl, BaseUrl, OfficialBaseUrl, Official)!.TrimEnd('/') + '/');

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        new[] { ("RUNWAY_API_URL", ApiUrl), ("RUNWAY_BASE_URL", BaseUrl), ("RUNWAYML_BASE_URL", OfficialBaseUrl) }
            .Where(setting => !string.IsNullOrWhiteSpace(setting.Item2) && !IsAddress(setting.Item2))
            .Select(setting => new ValidationResult($"{setting.Item1} must be an address such as {Official}.", [setting.Item1]));

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http";

    private static string? FirstGiven(params IEnumerable<string?> values) => values.FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
}
