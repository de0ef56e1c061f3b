using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Jobs;

/// <summary>Waits for a result that nobody waits for any more, though it will be charged: what is paid for is kept.</summary>
/// <remarks>The job is over meanwhile. One look is one generation, and after a day it gives up.</remarks>
public static class LateVideoOrchestrator
{
    /// <summary>Seldom, and for a day.</summary>
    public static readonly PollRules Patience = new(StepSeconds: 60, Looks: 24 * 60, FirstSeconds: 60);

    [Function(nameof(LateVideoOrchestrator))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var late = context.GetInput<LateVideo>()!;
        var task = late.Task;
        if (Polling.NextLook(task, context.CurrentUtcDateTime) is not { } next) return;

        await context.WaitUntil(next);
        var verdict = await context.CheckProviderTask(new(task.Provider, task.Task, task.Key, task.JobId));
        if (verdict.Kind == VerdictKind.Succeeded)
        {
            await Keep(context, late, verdict);
        }
        else if (!verdict.IsFinal)
        {
            context.ContinueAsNew(late with { Task = Polling.Looked(task, verdict, context.CurrentUtcDateTime) });
        }
    }

    private static async Task Keep(TaskOrchestrationContext context, LateVideo late, Verdict verdict)
    {
        var task = late.Task;
        var stored = await context.StoreVideo(new(late.User, task.JobId, task.Index, task.Provider, task.Key, task.Task.Id, verdict.Outputs[0]));
        if (stored.Outcome != StoreOutcome.Stored) return;

        var thumbnail = await context.ExtractThumbnail(new(late.User, task.JobId, task.Index));
        var video = stored.Describe(new() { Index = task.Index, Status = VideoStatus.Late, Provider = task.Provider, Model = late.Model }, thumbnail);
        await context.KeepLateVideo(new(late.User, task.JobId, video, new(
            context.CurrentUtcDateTime, task.Provider, late.Model, task.Key, VerdictKind.Succeeded, "It came late.", verdict.Cost ?? late.PriceUsd)));
    }
}

/// <summary>A task that outlived its job.</summary>
/// <param name="User">Whose job it was.</param>
/// <param name="Task">What is looked at.</param>
/// <param name="Model">As in the catalog.</param>
/// <param name="PriceUsd">What it costs, where the provider does not say.</param>
public sealed record LateVideo(string User, ProviderTask Task, string Model, decimal PriceUsd);
