using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VideoGen.Domain;
using VideoGen.Domain.Media;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Intake;
using VideoGen.Functions.Media;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Doors.Native;

/// <summary>The native API's files: the video, in other forms too, its thumbnail, any frame, and the sheet of small pictures.</summary>
public sealed class FilesDoor(Callers callers, FileDesk desk)
{
    private const string TryAgainAfter = "5";

    [Function("GetVideoContent")]
    public async Task<IResult> Content(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/videos/{id}/content")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var format = Only(request, "format");
        var found = await FindAsync(request, id, ct);
        return format switch
        {
            null or "mp4" => await desk.SendAsync(request, found, found.VideoName, "", "The file is gone.", ct),
            "webm" => await RenderAsync(request, found, Rendition.WebM, client, ct),
            "gif" => await RenderAsync(request, found, Rendition.Gif, client, ct),
            _ => throw Errors.InvalidRequest("format", "must be mp4, webm or gif."),
        };
    }

    [Function("GetVideoThumbnail")]
    public async Task<IResult> Thumbnail(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/videos/{id}/thumbnail")] HttpRequest request, string id, CancellationToken ct)
    {
        var at = Only(request, "at");
        var found = await FindAsync(request, id, ct);
        if (at is null) return await desk.SendAsync(request, found, found.ThumbnailName, "-thumb", "The video has no thumbnail.", ct);

        var seconds = double.TryParse(at, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= found.Video.DurationSeconds
            ? Math.Round(number, 2)
            : throw Errors.InvalidRequest("at", $"must be a number of seconds from 0 to {found.Video.DurationSeconds?.ToString(CultureInfo.InvariantCulture)}.");
        var frame = await desk.FrameAsync(found, seconds, ct) ?? throw Errors.NotFound("There is no picture at this place.");
        request.HttpContext.Response.Headers.CacheControl = StoredFiles.Cached;
        return Results.Bytes(frame, MediaType.Jpeg, entityTag: new($"\"{found.Video.Sha256}-{seconds.ToString(CultureInfo.InvariantCulture)}\""));
    }

    [Function("GetVideoSprites")]
    public async Task<IResult> Sprites(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/videos/{id}/sprites")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var format = Only(request, "format");
        var found = await FindAsync(request, id, ct);
        if (format is null or "jpg") return await RenderAsync(request, found, Rendition.Sprites, client, ct);

        var video = found.Video;
        if (video is not { Width: { } width, Height: { } height, DurationSeconds: { } seconds }) throw Errors.CannotBeMade("The size and length of the video are not known.");

        var layout = SpriteLayout.For(new(width, height, seconds, video.Fps, video.Codec));
        var sheet = video.SpritesUrl(found.JobId, request.Origin());
        return format switch
        {
            "json" => Results.Json(new SpritesAnswer(sheet, layout), NativeJson.Options),
            "vtt" => Results.Text(WebVtt(layout, sheet), "text/vtt", Encoding.UTF8),
            _ => throw Errors.InvalidRequest("format", "must be jpg, json or vtt."),
        };
    }

    private async Task<FoundVideo> FindAsync(HttpRequest request, string id, CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var index = Only(request, "index") is not { } text ? 0
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw Errors.InvalidRequest("index", "must be a whole number.");
        return await desk.FindAsync(caller, id, index, ct);
    }

    private async Task<IResult> RenderAsync(HttpRequest request, FoundVideo found, Rendition rendition, DurableTaskClient client, CancellationToken ct)
    {
        if (await desk.RenderAsync(found, rendition, client, ct) is { } file)
        {
            return await desk.SendAsync(request, found, found.RenditionName(rendition), $"-{rendition}", file, ct);
        }

        request.HttpContext.Response.Headers.RetryAfter = TryAgainAfter;
        return Results.Json(new BeingMade("The file is being made; ask again in a few seconds."), NativeJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private static string? Only(HttpRequest request, string name) => request.Query[name] switch
    {
        [] => null,
        [var value] => value,
        _ => throw Errors.InvalidRequest(name, "is given twice."),
    };

    // As players read it that show a picture above the bar.
    private static string WebVtt(SpriteLayout layout, string sheet)
    {
        var text = new StringBuilder("WEBVTT\n");
        for (var tile = 0; tile < layout.Count; tile++)
        {
            var (from, to) = (Time(tile * layout.IntervalSeconds), Time((tile + 1) * layout.IntervalSeconds));
            var (x, y) = (tile % layout.Columns * layout.TileWidth, tile / layout.Columns * layout.TileHeight);
            text.Append(CultureInfo.InvariantCulture, $"\n{from} --> {to}\n{sheet}#xywh={x},{y},{layout.TileWidth},{layout.TileHeight}\n");
        }

        return text.ToString();
    }

    private static string Time(double seconds) => TimeSpan.FromSeconds(seconds).ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);

    private sealed record SpritesAnswer(string Url, SpriteLayout Layout);

    private sealed record BeingMade(string Message);
}
