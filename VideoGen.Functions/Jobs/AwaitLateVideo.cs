using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Functions.Jobs;

/// <summary>Leaves a task that could not be ended to an orchestration of its own, which does not keep the job open.</summary>
/// <remarks>A second run finds it started and changes nothing.</remarks>
public sealed class AwaitLateVideo
{
    [Function(nameof(AwaitLateVideo))]
    public Task Run([ActivityTrigger] LateVideo input, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        client.StartLateVideoAsync(input, ct);
}

public static class AwaitLateVideoCall
{
    public static Task AwaitLateVideo(this TaskOrchestrationContext context, LateVideo input) =>
        context.CallActivityAsync(nameof(AwaitLateVideo), input, Retry.Passing);
}
