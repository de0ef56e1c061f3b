using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using VideoGen.Domain;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Intake;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Doors.Animation;

/// <summary>The animation service. Its clients send one request and wait for the animation.</summary>
/// <remarks>A request that is cut off, or answered that the time is up, leaves its job going on: it is found by its id, or by the same Idempotency-Key.</remarks>
public sealed class AnimationDoor(
    Callers callers, Intake.Intake intake, JobDesk desk, JobFeed feed, Quotes quotes, Balances balances, IOptions<AnimationOptions> options)
{
    [Function("GenerateAnimation")]
    public async Task<IResult> Generate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/animations/generate")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var asked = AnimationJson.ReadStart(await request.ReadFieldsAsync(ct));
        // Before the start: one who cannot be held on the line is not to pay for what they would not be told.
        using var line = feed.TakeLine(caller);
        var (started, _) = await intake.StartAsync(caller, asked, request.IdempotencyKey(), client, ct);
        var wait = TimeSpan.FromSeconds(options.Value.WaitSeconds);
        var job = await feed.WaitAsync(caller, started, wait, client, request.HttpContext.RequestAborted);
        return job.IsOver ? Ended(request, job) : TimedOut(request, job, wait);
    }

    [Function("GetAnimation")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/animations/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct) =>
        Answer(AnimationAnswer.Of(await desk.FindAsync(await callers.OfAsync(request, ct), id, client, ct), request.Origin()));

    [Function("GetRunwayCredits")]
    public async Task<IResult> Credits(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runway/credits")] HttpRequest request, CancellationToken ct)
    {
        var plan = await quotes.QuoteAsync(await callers.OfAsync(request, ct), AnimationJson.Sample(), ct);
        return Answer(CreditsAnswer.Of(await balances.OfAsync(AnimationJson.Provider, ct), plan.Quote()));
    }

    private static IResult Ended(HttpRequest request, Job job) => Answer(AnimationAnswer.Of(job, request.Origin()), job switch
    {
        { Status: JobStatus.Completed } => StatusCodes.Status200OK,
        { Error: { } error } => Errors.All.First(kind => kind.Code == error.Code).Status,
        _ => Errors.Conflicts.Status,
    });

    private static IResult TimedOut(HttpRequest request, Job job, TimeSpan wait)
    {
        var kind = Errors.GenerationTimedOut;
        var error = new JobError(
            kind.Code, $"The animation is not finished after {wait.TotalSeconds} seconds. It goes on: look for it at /api/animations/{job.Id}.", kind.Retryable, null);
        return Answer(AnimationAnswer.Of(job, request.Origin(), error), kind.Status);
    }

    private static IResult Answer<T>(T answer, int status = StatusCodes.Status200OK) => Results.Json(answer, AnimationJson.Options, statusCode: status);
}
