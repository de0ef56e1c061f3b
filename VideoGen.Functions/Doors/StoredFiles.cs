using Microsoft.AspNetCore.Http;
using VideoGen.Domain;
using VideoGen.Functions.Intake;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Doors;

/// <summary>Answers with a stored file: sent in ranges; or, where the store can sign addresses, fetched from there.</summary>
public static class StoredFiles
{
    public const string Cached = "private, max-age=86400";

    /// <param name="desk">Opens and signs.</param>
    /// <param name="request">Whose answer it is.</param>
    /// <param name="found">The video that the file belongs to.</param>
    /// <param name="name">Of the file in the store.</param>
    /// <param name="tag">Tells it from the other files of the video.</param>
    /// <param name="gone">Said when it is not there.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProblemException">It is not there.</exception>
    public static async Task<IResult> SendAsync(
        this FileDesk desk, HttpRequest request, FoundVideo found, string name, string tag, string gone, CancellationToken ct) =>
        await desk.OpenAsync(name, ct) is { } file ? await desk.SendAsync(request, found, name, tag, file, ct) : throw Errors.NotFound(gone);

    public static async Task<IResult> SendAsync(
        this FileDesk desk, HttpRequest request, FoundVideo found, string name, string tag, StoredFile file, CancellationToken ct)
    {
        if (MayLeave(request) && await desk.SignAsync(name, ct) is { } address)
        {
            await file.Content.DisposeAsync();
            request.HttpContext.Response.Headers.CacheControl = "no-store";
            return Results.Redirect(address.AbsoluteUri);
        }

        request.HttpContext.Response.Headers.CacheControl = Cached;
        return Results.Stream(
            file.Content,
            file.ContentType,
            lastModified: file.LastModified,
            // The content decides: the same bytes keep their tag wherever they are stored.
            entityTag: new($"\"{found.Video.Sha256}{tag}\""),
            enableRangeProcessing: true);
    }

    // A page's worker that sends a key along may not follow to another origin, and says so.
    private static bool MayLeave(HttpRequest request) => request.Headers["Sec-Fetch-Mode"] != "same-origin";
}
