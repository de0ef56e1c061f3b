using Microsoft.AspNetCore.Http;
using VideoGen.Embedded.Management;

namespace VideoGen.Embedded.Hosting.Http;

/// <summary>The paths the host keeps for itself: <c>/admin</c> and <c>/runtime/webhooks</c>, each behind its key.</summary>
internal sealed class HostRoutes(KeyRing keys, AdminApi admin, ManagementApi management)
{
    private static readonly PathString Admin = "/admin";
    private static readonly PathString Ping = "/admin/host/ping";
    private static readonly PathString Webhooks = "/runtime/webhooks";
    private static readonly PathString DurableTask = "/durabletask";

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        ForgetForwarding(http.Request);
        var path = http.Request.Path;
        if (path.StartsWithSegments(Ping, out var afterPing) && !Names(afterPing)) return AdminApi.PingAsync(http);
        if (path.StartsWithSegments(Admin, out var inAdmin) && Names(inAdmin))
        {
            return Allowed(http, KeyKind.Master) ? admin.InvokeAsync(http, inAdmin) : Task.CompletedTask;
        }

        if (!path.StartsWithSegments(Webhooks, out var inWebhooks) || !Names(inWebhooks)) return next(http);
        if (inWebhooks.StartsWithSegments(DurableTask, out var inDurable))
        {
            return Allowed(http, KeyKind.DurableTask) ? management.InvokeAsync(http, inDurable) : Task.CompletedTask;
        }

        if (Allowed(http, KeyKind.Master)) http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>The host does not believe what a client says about proxies. That something was said, a function can still see.</summary>
    private static void ForgetForwarding(HttpRequest request)
    {
        foreach (var what in new[] { "For", "Host", "Proto" })
        {
            if (request.Headers.Remove($"X-Forwarded-{what}", out var said))
            {
                request.Headers[$"X-Original-Forwarded-{what}"] = said;
            }
        }
    }

    private static bool Names(PathString rest) => rest.HasValue && rest != "/";

    private bool Allowed(HttpContext http, KeyKind needed)
    {
        var kind = keys.KindOf(http.Request);
        if (kind == KeyKind.Master || kind == needed) return true;
        http.Response.StatusCode = kind == KeyKind.None ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden;
        if (kind == KeyKind.None) http.Response.Headers.WWWAuthenticate = "Bearer";
        return false;
    }
}
