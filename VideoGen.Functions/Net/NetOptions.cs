using Microsoft.Extensions.Configuration;

namespace VideoGen.Functions.Net;

/// <summary>Where callers may send us.</summary>
public sealed class NetOptions
{
    /// <summary>For development: callers' addresses may be http, private, and on any port.</summary>
    [ConfigurationKeyName("ALLOW_PRIVATE_URLS")]
    public bool AllowPrivateUrls { get; init; }
}
