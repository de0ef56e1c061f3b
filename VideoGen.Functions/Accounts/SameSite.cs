using Microsoft.AspNetCore.Http;
using VideoGen.Domain;

namespace VideoGen.Functions.Accounts;

/// <summary>Refuses what another site made a browser send, wherever the browser would be believed for what it sends by itself.</summary>
internal static class SameSite
{
    /// <exception cref="ProblemException">Another site's page sent it.</exception>
    public static void Check(HttpRequest request)
    {
        if (!IsSame(request)) throw new ProblemException(Errors.IsForbidden, "A page of another site may not send this.");
    }

    // Browsers say it themselves; older ones name at least the origin of what may change something. A program says neither.
    private static bool IsSame(HttpRequest request) => (request.Headers["Sec-Fetch-Site"].ToString(), request.Headers.Origin.ToString()) switch
    {
        ("same-origin" or "same-site" or "none", _) => true,
        ("", "") => true,
        _ when IsFollowedLink(request) => true,
        ("", var origin) => Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    // As SameSite=Lax has it: who follows a link means to come here, and nothing is changed by it.
    private static bool IsFollowedLink(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document";
}
