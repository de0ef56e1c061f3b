using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Functions.Providers.Runway;

/// <summary>How Runway is reached. Without a key there is no such provider.</summary>
public sealed class RunwayOptions
{
    private const string Official = "https://api.dev.runwayml.com";

    /// <summary>One key or several, parted by commas.</summary>
    [ConfigurationKeyName("RUNWAY_API_KEY")]
    public string? ApiKey { get; init; }

    /// <summary>The name the official client has for the key; the other one wins.</summary>
    [ConfigurationKeyName("RUNWAYML_API_SECRET")]
    public string? ApiSecret { get; init; }

    [ConfigurationKeyName("RUNWAY_API_URL")]
    [Url(ErrorMessage = "RUNWAY_API_URL must be an address such as https://api.dev.runwayml.com.")]
    public string? ApiUrl { get; init; }

    [ConfigurationKeyName("RUNWAY_BASE_URL")]
    [Url(ErrorMessage = "RUNWAY_BASE_URL must be an address such as https://api.dev.runwayml.com.")]
    public string? BaseUrl { get; init; }

    /// <summary>The name the official client has for the address.</summary>
    [ConfigurationKeyName("RUNWAYML_BASE_URL")]
    [Url(ErrorMessage = "RUNWAYML_BASE_URL must be an address such as https://api.dev.runwayml.com.")]
    public string? OfficialBaseUrl { get; init; }

    /// <summary>How long one call may take, its answer included.</summary>
    [ConfigurationKeyName("RUNWAY_TIMEOUT_SECONDS")]
    [Range(1, 600, ErrorMessage = "RUNWAY_TIMEOUT_SECONDS must be from 1 to 600.")]
    public int TimeoutSeconds { get; init; } = 60;

    public string? Keys => FirstGiven(ApiKey, ApiSecret);

    public Uri Address => new(FirstGiven(ApiUrl, BaseUrl, OfficialBaseUrl, Official)!.TrimEnd('/') + '/');

    private static string? FirstGiven(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                return value;
            }
        }

        return null;
    }
}
