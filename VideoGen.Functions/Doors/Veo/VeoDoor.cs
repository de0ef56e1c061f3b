using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VideoGen.Domain;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Intake;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Doors.Veo;

/// <summary>The Veo video API: start, look at the status, read the result.</summary>
public sealed class VeoDoor(Callers callers, Intake.Intake intake, JobDesk desk, ProviderRegistry providers)
{
    [Function("StartVeoVideo")]
    public async Task<IResult> Generate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/videos/generate")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var asked = VeoJson.ReadStart(await request.ReadFieldsAsync(ct, Bodies.LargestWithImage));
        var (job, _) = await intake.StartAsync(caller, asked, request.IdempotencyKey(), client, ct);
        return Answer(VeoStarted.Of(job), StatusCodes.Status202Accepted);
    }

    [Function("GetVeoStatus")]
    public async Task<IResult> Status(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/videos/status/{job_id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct) =>
        Answer(VeoStatus.Of(await FindAsync(request, client, ct), request.Origin()));

    [Function("GetVeoResult")]
    public async Task<IResult> Result(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/videos/result/{job_id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var job = await FindAsync(request, client, ct);
        return job.Status == JobStatus.Completed
            ? Answer(VeoResult.Of(job, request.Origin()))
            : throw Errors.Conflict($"The job is not completed: it is {VeoJson.StatusOf(job)}.");
    }

    /// <remarks>Open to all, as the native one.</remarks>
    [Function("GetVeoHealth")]
    public IResult Health([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request)
    {
        var available = providers.All.Any(provider => provider.Name != Models.Simulation);
        return Answer(new VeoHealth("healthy", available, ["text_to_video", "image_to_video", available ? "live" : "simulation"]));
    }

    private async Task<Job> FindAsync(HttpRequest request, DurableTaskClient client, CancellationToken ct) =>
        await desk.FindAsync(await callers.OfAsync(request, ct), request.RouteValues["job_id"] as string, client, ct);

    private static IResult Answer<T>(T answer, int status = StatusCodes.Status200OK) => Results.Json(answer, VeoJson.Options, statusCode: status);
}
