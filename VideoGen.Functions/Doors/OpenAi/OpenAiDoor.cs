using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VideoGen.Domain;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Intake;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Doors.OpenAi;

/// <summary>The OpenAI Videos API: create, look, list, fetch, remix, delete.</summary>
public sealed class OpenAiDoor(Callers callers, OpenAiForm form, Intake.Intake intake, VariationDesk variations, JobDesk desk, FileDesk files)
{
    private const string PollAfterMs = "5000";
    private const int DefaultLimit = 20;
    private const int LargestLimit = 100;

    [Function("CreateOpenAiVideo")]
    public async Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/videos")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var (fields, upload) = await form.ReadAsync(caller, request, ct);
        var (job, _) = await intake.StartAsync(caller, OpenAiJson.ReadStart(fields, upload), request.IdempotencyKey(), client, ct);
        return Answer(request, job);
    }

    [Function("GetOpenAiVideo")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/videos/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct) =>
        Answer(request, await desk.FindAsync(await callers.OfAsync(request, ct), OpenAiJson.JobIdOf(id), client, ct));

    [Function("ListOpenAiVideos")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/videos")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var (after, limit, oldestFirst) = (ReadAfter(request.Query), ReadLimit(request.Query), ReadOrder(request.Query));
        var (jobs, next) = oldestFirst
            ? await desk.ListOldestAsync(caller, after, limit, client, ct)
            : await desk.ListAsync(caller, new JobFilter(), after, limit, client, ct);
        return Results.Json(OpenAiList.Of(jobs, next is not null), OpenAiJson.Options);
    }

    [Function("GetOpenAiVideoContent")]
    public async Task<IResult> Content(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/videos/{id}/content")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var variant = request.Query.Only("variant") ?? "video";
        var job = await desk.FindAsync(caller, OpenAiJson.JobIdOf(id), client, ct);
        if (!job.IsOver) throw Errors.NotFound($"Video is not ready yet: its status is {OpenAiJson.StatusOf(job)}. Use GET /v1/videos/{OpenAiJson.IdOf(job.Id.Value)} to look at it.");

        var index = job.Videos.FirstOrDefault(video => video.IsStored)?.Index ?? 0;
        var found = await files.FindAsync(caller, job.Id.Value, index, ct);
        return variant switch
        {
            "video" => await files.SendAsync(request, found, found.VideoName, "", "The file is gone.", ct),
            "thumbnail" => await files.SendAsync(request, found, found.ThumbnailName, "-thumb", "The video has no thumbnail.", ct),
            "spritesheet" when await files.RenderAsync(found, Rendition.Sprites, client, ct) is { } sheet =>
                await files.SendAsync(request, found, found.RenditionName(Rendition.Sprites), $"-{Rendition.Sprites}", sheet, ct),
            "spritesheet" => throw Errors.NotFound("The spritesheet is being made; ask again in a few seconds."),
            _ => throw Errors.InvalidRequest("variant", "must be video, thumbnail or spritesheet."),
        };
    }

    [Function("RemixOpenAiVideo")]
    public async Task<IResult> Remix(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/videos/{id}/remix")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var prompt = OpenAiJson.ReadRemix(await request.ReadFieldsAsync(ct));
        var (job, _) = await variations.StartAsync(
            caller, OpenAiJson.JobIdOf(id), new(null, null, null, null) { Prompt = prompt }, request.IdempotencyKey(), client, ct);
        return Answer(request, job);
    }

    [Function("DeleteOpenAiVideo")]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/videos/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var job = OpenAiJson.JobIdOf(id);
        await desk.DeleteAsync(await callers.OfAsync(request, ct), job, client, ct);
        return Results.Json(new OpenAiDeleted(OpenAiJson.IdOf(job), "video.deleted", true), OpenAiJson.Options);
    }

    private static IResult Answer(HttpRequest request, Job job)
    {
        if (!job.IsOver)
        {
            // Without it, clients that wait by themselves ask every second.
            request.HttpContext.Response.Headers["openai-poll-after-ms"] = PollAfterMs;
        }

        return Results.Json(OpenAiVideo.Of(job), OpenAiJson.Options);
    }

    private static string? ReadAfter(IQueryCollection query) => query.Only("after") is not { } after ? null
        : JobId.TryParse(OpenAiJson.JobIdOf(after))?.Value ?? throw Errors.InvalidRequest("after", "must be the id of a video.");

    private static int ReadLimit(IQueryCollection query) => query.Only("limit") is not { } text ? DefaultLimit
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= LargestLimit ? limit
        : throw Errors.InvalidRequest("limit", $"must be from 1 to {LargestLimit}.");

    private static bool ReadOrder(IQueryCollection query) => query.Only("order") switch
    {
        null or "desc" => false,
        "asc" => true,
        _ => throw Errors.InvalidRequest("order", "must be asc or desc."),
    };
}
