using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Jobs;

/// <summary>Schedules the orchestration of a job.</summary>
public static class JobStarter
{
    /// <summary>Starts the job by its plan; where it was started before, in whatever state it is, nothing happens.</summary>
    public static async Task StartJobAsync(this DurableTaskClient client, JobPlan plan, CancellationToken ct)
    {
        var once = new StartOrchestrationOptions(plan.JobId.Value)
            .WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(VideoJobOrchestrator), plan, once, ct);
        }
        catch (InvalidOperationException)
        {
            // It exists: that is the point.
        }
    }
}
