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
    public static bool IsExceededBy(HttpContext http) => http.Request.ContentLength > Taken(http, when: limit => http.Request.ContentLength > limit);

    /// <summary>Counts a body of unknown length while it is read.</summary>
    public static void Watch(HttpContext http)
    {
        if (http.Request.ContentLength is not null || http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }) return;
        if (Taken(http, when: _ => true) is { } limit) http.Request.Body = new WatchedBody(http.Request.Body, limit);
    }

    /// <summary>Ends the invocation if more was read than is allowed, even where the function has caught the exception.</summary>
    public static void ThrowIfPassed(HttpContext http) => (http.Request.Body as WatchedBody)?.ThrowIfTooLarge();

    /// <summary>The limit, taken over from the server: it would cut the connection, and the answer could be lost with it.</summary>
    private static long? Taken(HttpContext http, Func<long, bool> when)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is not { MaxRequestBodySize: { } limit } feature) return null;
        if (when(limit) && !feature.IsReadOnly) feature.MaxRequestBodySize = null;
        return limit;
    }
}
