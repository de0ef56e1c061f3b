using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using VideoGen.Domain;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Intake;

namespace VideoGen.Functions.Doors.Page;

/// <summary>The studio: the page where people make videos. It is a client of the native API and has no other way in.</summary>
/// <remarks>Open to all, as it holds nothing of anybody: whoever it is for signs in where the API asks for it.</remarks>
public sealed class PageDoor(FileDesk files, IOptions<AuthOptions> auth)
{
    // An empty route would be taken for the function's name, so this one is a part that is never there.
    // https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#customize-the-http-endpoint
    private const string Root = "{nothing:maxlength(0)?}";

    private const string Worker = "worker.js";

    [Function("GetPage")]
    public IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Root)] HttpRequest request)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.Vary = HeaderNames.AcceptLanguage;
        headers.ContentSecurityPolicy = Policy(files.SignedOrigin);
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return PageFiles.DocumentIn(request.Language(), auth.Value.Mode).Send(request);
    }

    [Function("GetPageFile")]
    public static IResult GetFile([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "page/{version}/{*path}")] HttpRequest request, string version, string path)
    {
        var file = PageFiles.Find(path) ?? throw Errors.NotFound("The page has no such file.");
        var headers = request.HttpContext.Response.Headers;
        // While a release is rolled out, one instance may be asked for the files of another: those are not kept.
        headers.CacheControl = version == PageFiles.Version ? "public, max-age=31536000, immutable" : "no-cache";
        // A drawing that is opened by itself runs no script.
        if (path.EndsWith(".svg", StringComparison.Ordinal)) headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        // The worker sends the user's key along with pictures and videos, which lie outside its own folder.
        if (path == Worker) headers["Service-Worker-Allowed"] = "/";
        return file.Send(request);
    }

    /// <param name="store">Where videos and thumbnails are fetched, when not here.</param>
    private static string Policy(string? store) => string.Join("; ",
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "worker-src 'self'", "manifest-src 'self'",
        $"img-src 'self' blob: data: {store}".TrimEnd(),
        $"media-src 'self' blob: {store}".TrimEnd(),
        "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'");
}
