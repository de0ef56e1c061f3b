using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Embedded.Hosting.Http;

/// <summary>How much a request may bring: the host's limit and the app's own, the smaller counts.</summary>
internal static class RequestBodyLimit
{
    private const string Setting = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT";
    private const long Default = 104_857_600;

    /// <exception cref="StartupException">The setting is not a number.</exception>
    public static void Apply(KestrelServerOptions options, IConfiguration configuration)
    {
        var limit = configuration[Setting] switch
        {
            null or "" => Default,
            var text when long.TryParse(text, out var value) && value > 0 => value,
            var text => throw new StartupException($"{Setting} '{text}' is not a number above zero."),
        };
        options.Limits.MaxRequestBodySize = Math.Min(limit, options.Limits.MaxRequestBodySize ?? long.MaxValue);
    }

    /// <summary>Whether the request says beforehand that it brings too much.</summary>
    public static bool IsExceededBy(HttpContext http)
    {
        var feature = http.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (http.Request.ContentLength is not { } length || feature?.MaxRequestBodySize is not { } limit || length <= limit) return false;
        // Without the limit the server reads the rest for a while, so that the answer is not lost in a reset.
        if (!feature.IsReadOnly) feature.MaxRequestBodySize = null;
        return true;
    }

    /// <summary>Watches a body of unknown length: whoever reads beyond the limit is answered by us, even if the function catches the exception.</summary>
    public static WatchedBody? Watch(HttpContext http)
    {
        if (http.Request.ContentLength is not null || http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }) return null;
        var watched = new WatchedBody(http.Request.Body);
        http.Request.Body = watched;
        return watched;
    }
}
