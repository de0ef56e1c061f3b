using Microsoft.Extensions.Configuration;

namespace VideoGen.Embedded.Hosting;

/// <summary>The scheme and host by which callers reach the app.</summary>
internal sealed class Origin(IConfiguration configuration)
{
    /// <summary>Where the server listens, once it does.</summary>
    public string? Address { get; set; }

    /// <summary>As on Azure <c>https://{WEBSITE_HOSTNAME}</c> where that is set.</summary>
    public string? Url => configuration["WEBSITE_HOSTNAME"] is { Length: > 0 } name ? $"https://{name}" : Address;
}
