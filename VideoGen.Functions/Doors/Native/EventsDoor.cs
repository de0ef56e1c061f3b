using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Intake;
using VideoGen.Functions.Webhooks;

namespace VideoGen.Functions.Doors.Native;

/// <summary>The native API's events: a job's progress as server-sent events, until it is over.</summary>
/// <remarks>
/// An event's id follows from what it says, so whoever comes back with <c>Last-Event-ID</c> is told what is new since, on whichever instance.
/// A stream ends with its job, after some minutes, and when the service stops; a browser comes back by itself, and is told by 204 that there is no more.
/// </remarks>
public sealed class EventsDoor(Callers callers, JobDesk desk, JobFeed feed, TimeProvider clock)
{
    // A host ends what runs for long, so a stream ends before that; the client comes back.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    [Function("FollowVideo")]
    public async Task<IResult> Follow(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/videos/{id}/events")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var origin = $"{request.Scheme}://{request.Host}";
        var job = await desk.FindAsync(caller, id, client, ct);
        var last = request.Headers["Last-Event-ID"].ToString();
        if (job.IsOver && IdOf(VideoEvents.Write(VideoEvents.Of(job, origin))) == last) return Results.NoContent();

        var line = feed.TakeLine(caller);
        request.HttpContext.Response.RegisterForDispose(line);
        request.HttpContext.Response.Headers.CacheControl = "no-cache";
        request.HttpContext.Response.Headers["X-Accel-Buffering"] = "no";
        return Results.Stream(body => SendAsync(body, caller, job.Id, last, origin, client, request.HttpContext.RequestAborted), "text/event-stream");
    }

    private async Task SendAsync(Stream body, Caller caller, JobId id, string last, string origin, DurableTaskClient client, CancellationToken gone)
    {
        await WriteAsync(body, "retry: 3000\n\n", gone);
        var spoken = clock.GetUtcNow();
        await foreach (var job in feed.FollowAsync(caller, id, Longest, client, gone))
        {
            var data = VideoEvents.Write(VideoEvents.Of(job, origin));
            var text = IdOf(data) is var next && next != last ? $"id: {next}\nevent: {VideoEvents.EndOf(job) ?? VideoEvents.Progress}\ndata: {data}\n\n"
                : clock.GetUtcNow() - spoken >= Heartbeat ? ": still here\n\n"
                : null;
            if (text is null) continue;

            await WriteAsync(body, text, gone);
            (last, spoken) = (next, clock.GetUtcNow());
        }
    }

    private static async Task WriteAsync(Stream body, string text, CancellationToken ct)
    {
        await body.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
        await body.FlushAsync(ct);
    }

    private static string IdOf(string data) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data)).AsSpan(0, 8));
}
