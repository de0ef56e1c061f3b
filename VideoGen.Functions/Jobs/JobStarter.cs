using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Jobs;

/// <summary>Schedules what must run once, however often it is asked for.</summary>
public static class JobStarter
{
    /// <summary>Starts the job by its plan; where it was started before, in whatever state it is, nothing happens.</summary>
    public static Task StartJobAsync(this DurableTaskClient client, JobPlan plan, CancellationToken ct) =>
        StartOnceAsync(client, nameof(VideoJobOrchestrator), plan.JobId.Value, plan, ct);

    /// <summary>Starts the wait for a result that may come late, likewise.</summary>
    public static Task StartLateVideoAsync(this DurableTaskClient client, LateVideo late, CancellationToken ct) =>
        StartOnceAsync(client, nameof(LateVideoOrchestrator), Names.Late(late.Task.JobId, late.Task.Index), late, ct);

    private static async Task StartOnceAsync(DurableTaskClient client, string orchestrator, string id, object input, CancellationToken ct)
    {
        var once = new StartOrchestrationOptions(id).WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, once, ct);
        }
        catch (InvalidOperationException)
        {
            // It exists: that is the point.
        }
    }
}
