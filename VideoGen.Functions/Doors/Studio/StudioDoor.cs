using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VideoGen.Domain;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Intake;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Doors.Studio;

/// <summary>The content studio: generate, associate with a scheduled post, delete, and the reads behind them.</summary>
public sealed class StudioDoor(Callers callers, Intake.Intake intake, JobDesk desk)
{
    private const int DefaultLimit = 20;
    private const int LargestLimit = 100;
    private const string Cached = "private, max-age=3600";

    [Function("GenerateStudioVideo")]
    public async Task<IResult> Generate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/runway/generate")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var asked = StudioJson.ReadStart(await request.ReadFieldsAsync(ct), caller);
        var (job, _) = await intake.StartAsync(caller, asked, request.IdempotencyKey(), client, ct);
        return Answer(new VideoEnvelope(true, StudioVideo.Of(job, request.Origin())));
    }

    [Function("ListStudioVideos")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runway/videos")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var query = request.Query;
        var filter = new JobFilter(
            StudioJson.StatusesFrom(query.Only("status")), query.Only("style"), query.Only("platform"), Note: StudioJson.NoteOf(caller, query.Only("userId")));
        var (jobs, next) = await desk.ListAsync(caller, filter, ReadAfter(query), ReadLimit(query), client, ct);
        return Answer(new VideosAnswer(true, [.. jobs.Select(job => StudioVideo.Of(job, request.Origin()))], next));
    }

    [Function("GetStudioVideo")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runway/videos/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct) =>
        Answer(new VideoEnvelope(true, StudioVideo.Of(await desk.FindAsync(await callers.OfAsync(request, ct), id, client, ct), request.Origin())));

    [Function("AssociateStudioVideo")]
    public async Task<IResult> Associate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/runway/associate")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var (id, post) = StudioJson.ReadAssociation(await request.ReadFieldsAsync(ct), caller);
        var job = await desk.AssociateAsync(caller, id, post, client, ct);
        return Answer(new AssociationAnswer(true, StudioVideo.Of(job, request.Origin()), StudioPost.Of(job.Post)));
    }

    [Function("DeleteStudioVideo")]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/runway/delete")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var id = request.Query.Only("videoId") ?? StudioJson.ReadVideoId(await request.ReadFieldsOrNoneAsync(ct), caller);
        await desk.DeleteAsync(caller, id ?? throw Errors.InvalidRequest("videoId", "is required."), client, ct);
        return Answer(new { success = true, videoId = id });
    }

    [Function("ListStudioStyles")]
    public Task<IResult> GetStyles(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runway/styles")] HttpRequest request, CancellationToken ct) =>
        CachedAsync(request, new StylesAnswer(true, [.. Styles.All.Select(StudioStyle.Of)]), ct);

    [Function("ListStudioTemplates")]
    public Task<IResult> GetTemplates(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runway/templates")] HttpRequest request, CancellationToken ct) =>
        CachedAsync(request, new TemplatesAnswer(true, [.. PromptTemplates.All.Select(StudioTemplate.Of)]), ct);

    private async Task<IResult> CachedAsync<T>(HttpRequest request, T answer, CancellationToken ct)
    {
        _ = await callers.OfAsync(request, ct);
        request.HttpContext.Response.Headers.CacheControl = Cached;
        return Answer(answer);
    }

    private static string? ReadAfter(IQueryCollection query) => query.Only("after") is not { } after ? null
        : JobId.TryParse(after)?.Value ?? throw Errors.InvalidRequest("after", "must be what an earlier page gave as next.");

    private static int ReadLimit(IQueryCollection query) => query.Only("limit") is not { } text ? DefaultLimit
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= LargestLimit ? limit
        : throw Errors.InvalidRequest("limit", $"must be from 1 to {LargestLimit}.");

    private static IResult Answer<T>(T answer) => Results.Json(answer, StudioJson.Options);
}
