using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VideoGen.Domain;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Intake;

namespace VideoGen.Functions.Doors.MultiModel;

/// <summary>The multi-model video system: create a task, look at it, count the queues.</summary>
public sealed class MultiModelDoor(Callers callers, Intake.Intake intake, JobDesk desk, CallbackDesk callbacks)
{
    [Function("CreateTask")]
    public async Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/video/create")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var asked = MultiModelJson.ReadStart(await request.ReadFieldsAsync(ct));
        var (job, first) = await intake.StartAsync(caller, asked, request.IdempotencyKey(), client, ct);
        return Answer(TaskStarted.Of(job, first));
    }

    [Function("GetTaskStatus")]
    public async Task<IResult> Status(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/video/status")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var taskId = request.Query.Only("taskId") ?? throw Errors.InvalidRequest("taskId", "is required.");
        return Answer(TaskState.Of(await desk.FindAsync(caller, MultiModelJson.JobIdOf(taskId), client, ct), request.Origin()));
    }

    /// <remarks>Open to all, as providers have no key of ours; a signature takes its place, and tells who reports.</remarks>
    [Function("ReceiveTaskCallback")]
    public async Task<IResult> Webhook(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/video/webhook")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        await callbacks.ReceiveAsync(null, request, await request.ReadBytesAsync(ct), client, ct);
        return Results.Json(new { success = true }, MultiModelJson.Options);
    }

    [Function("GetQueueCounts")]
    public async Task<IResult> Queues(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/queues/status")] HttpRequest request, CancellationToken ct) =>
        Answer(QueueCounts.Of(await desk.CountAsync(await callers.OfAsync(request, ct), ct)));

    [Function("GetTask")]
    public async Task<IResult> Detail(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/queues/tasks/{taskId}")] HttpRequest request,
        string taskId,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct) =>
        Answer(TaskDetail.Of(await desk.FindAsync(await callers.OfAsync(request, ct), MultiModelJson.JobIdOf(taskId), client, ct), request.Origin()));

    private static IResult Answer<T>(T data) => Results.Json(new TaskAnswer<T>(true, data), MultiModelJson.Options);
}
