using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Functions.Settings;

/// <summary>Where others reach this service.</summary>
public sealed class PublicOptions : IValidatableObject
{
    /// <summary>Where others reach this service, as <c>https://video.example.com</c>. Without it providers are not asked to call back, and webhooks name our URLs by their paths alone.</summary>
    [ConfigurationKeyName("PUBLIC_URL")]
    public string? PublicUrl { get; init; }

    /// <summary>What our own URLs begin with, without a slash at the end; empty when it is not known.</summary>
    public string Origin => PublicUrl?.TrimEnd('/') ?? "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        string.IsNullOrEmpty(PublicUrl) || (Uri.TryCreate(PublicUrl, UriKind.Absolute, out var uri) && uri is { PathAndQuery: "/", UserInfo: "" }
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
            ? []
            : [new("PUBLIC_URL must be an https address without a path, as https://video.example.com (http on loopback alone).")];
}
