using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VideoGen.Domain;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Intake;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Doors.Native;

/// <summary>The native API's videos: start, look, list, fetch, cancel, resolve, delete.</summary>
public sealed class VideosDoor(Callers callers, Intake.Intake intake, Quotes quotes, PointsDesk points, JobDesk desk, JobFeed feed)
{
    private const string PollAfter = "5";

    [Function("StartVideo")]
    public async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/videos")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var asked = NativeJson.ReadStart(await request.ReadFieldsAsync(ct, Bodies.LargestWithImage));
        var (job, first) = await intake.StartAsync(caller, asked, request.IdempotencyKey(), client, ct);
        request.HttpContext.Response.Tell(quotes.DeprecationOf(first));
        return await WaitAsync(request, caller, job, client) ?? Accepted(request, job, Manage(client, caller, job));
    }

    [Function("QuoteVideo")]
    public async Task<IResult> Quote(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/videos/quote")] HttpRequest request, CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var asked = NativeJson.ReadStart(await request.ReadFieldsAsync(ct, Bodies.LargestWithImage));
        var plan = await quotes.QuoteAsync(caller, asked, ct);
        request.HttpContext.Response.Tell(quotes.DeprecationOf(plan.Candidates[0]));
        return Ok(QuoteJson.Write(plan, quotes, points.PriceOf(plan)));
    }

    [Function("GetVideo")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/videos/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var job = await desk.FindAsync(caller, id, client, ct);
        if (!job.IsOver)
        {
            request.HttpContext.Response.Headers.RetryAfter = PollAfter;
        }

        return Ok(NativeJson.Write(job, request.Origin()));
    }

    /// <remarks>The addresses may hold the host's key: nothing on the way is to keep them.</remarks>
    [Function("GetManagement")]
    public async Task<IResult> GetManagement(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/videos/{id}/management")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var job = await desk.FindAsync(caller, id, client, ct);
        var management = Manage(client, caller, job) ?? throw new ProblemException(Errors.IsForbidden, "The durable management API opens the jobs of everybody.");
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Ok(management);
    }

    [Function("ListVideos")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/videos")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var (filter, after, limit) = GalleryQuery.Read(request.Query);
        var (jobs, next) = await desk.ListAsync(caller, filter, after, limit, client, ct);
        var token = next is null ? null : GalleryQuery.TokenOf(next);
        if (token is not null)
        {
            request.HttpContext.Response.Headers.Link = $"<{request.Origin()}/api/videos{GalleryQuery.With(request.Query, token)}>; rel=\"next\"";
        }

        return Ok(new GalleryAnswer([.. jobs.Select(job => NativeJson.Write(job, request.Origin()))], token));
    }

    [Function("CancelVideo")]
    public async Task<IResult> Cancel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/videos/{id}/cancel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var job = await desk.CancelAsync(caller, id, client, ct);
        return job.IsOver ? Ok(NativeJson.Write(job, request.Origin())) : Accepted(request, job, null);
    }

    [Function("ResolveVideo")]
    public async Task<IResult> Resolve(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/videos/{id}/resolve")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var resolution = NativeJson.ReadResolve(await request.ReadFieldsAsync(ct));
        return Accepted(request, await desk.ResolveAsync(caller, id, resolution, client, ct), null);
    }

    [Function("DeleteVideo")]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/videos/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        await desk.DeleteAsync(caller, id, client, ct);
        return Results.NoContent();
    }

    [Function("PutTags")]
    public async Task<IResult> PutTags(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/videos/{id}/tags")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var tags = NativeJson.ReadTags(await request.ReadFieldsAsync(ct));
        return Ok(NativeJson.Write(await desk.TagAsync(caller, id, tags, client, ct), request.Origin()));
    }

    [Function("PutPost")]
    public async Task<IResult> PutPost(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/videos/{id}/post")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var post = NativeJson.ReadPost(await request.ReadFieldsAsync(ct));
        return Ok(NativeJson.Write(await desk.AssociateAsync(caller, id, post, client, ct), request.Origin()));
    }

    [Function("DeletePost")]
    public async Task<IResult> DeletePost(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/videos/{id}/post")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        await desk.AssociateAsync(await callers.OfAsync(request, ct), id, null, client, ct);
        return Results.NoContent();
    }

    private static IResult Ok<T>(T answer) => Results.Json(answer, NativeJson.Options);

    // Null when the caller would not wait, or not for so long.
    private async Task<IResult?> WaitAsync(HttpRequest request, Caller caller, Job started, DurableTaskClient client)
    {
        if (Preference.WaitOf(request) is not { } wait || feed.TryTakeLine(caller) is not { } line) return null;

        using (line)
        {
            var job = await feed.WaitAsync(caller, started, wait, client, request.HttpContext.RequestAborted);
            if (!job.IsOver) return null;

            Preference.Applied(request.HttpContext.Response, wait);
            return Ok(NativeJson.Write(job, request.Origin(), Manage(client, caller, job)));
        }
    }

    internal static IResult Accepted(HttpRequest request, Job job, Management? management)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.Location = job.Id.Url(request.Origin());
        headers.RetryAfter = PollAfter;
        return Results.Json(NativeJson.Write(job, request.Origin(), management), NativeJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>Null for a caller who may not have them: their key opens the jobs of everybody.</summary>
    internal static Management? Manage(DurableTaskClient client, Caller caller, Job job)
    {
        if (!caller.MayManage) return null;

        var urls = client.CreateHttpManagementPayload(job.Id.Value);
        return new(
            urls.StatusQueryGetUri, urls.SendEventPostUri, urls.TerminatePostUri, urls.SuspendPostUri, urls.ResumePostUri, urls.PurgeHistoryDeleteUri);
    }
}
