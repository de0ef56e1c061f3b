using Microsoft.DurableTask.Client;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Stores;
using VideoGen.Functions.Webhooks;

namespace VideoGen.Functions.Jobs;

/// <summary>Makes a job's record and its orchestration agree, after a crash between the two or a hand on the management API.</summary>
public sealed class JobReconciler(JobEnd end, EventPublisher events, TimeProvider clock)
{
    // A start that is just being made is not cut off.
    private static readonly TimeSpan StartTakes = TimeSpan.FromSeconds(30);

    /// <summary>The job with what its orchestration shows; nothing is mended.</summary>
    public static async Task<Job> ShowAsync(Job job, DurableTaskClient client, CancellationToken ct) =>
        job.IsOver ? job : Join(job, await client.GetInstanceAsync(job.Id.Value, getInputsAndOutputs: true, ct));

    /// <summary>The job as it is now, mended where record and orchestration had come apart.</summary>
    public async Task<Job> ReconcileAsync(StoredJob stored, DurableTaskClient client, CancellationToken ct)
    {
        var job = stored.Job;
        if (job.IsOver) return job;

        var instance = await client.GetInstanceAsync(job.Id.Value, getInputsAndOutputs: true, ct);
        switch (instance?.RuntimeStatus)
        {
            case null when job.Status == JobStatus.Queued:
                if (clock.GetUtcNow() - job.CreatedAt > StartTakes)
                {
                    await client.StartJobAsync(stored.Plan, ct);
                }

                return job;
            case null:
                return await EndAsync(job, JobOutcome.Failed("The history of the job was removed while it ran."), client, ct);
            case OrchestrationRuntimeStatus.Failed:
                await EndVideosAsync(job, client, ct);
                return await EndAsync(job, JobOutcome.Failed("An internal fault ended the job."), client, ct);
            case OrchestrationRuntimeStatus.Terminated:
                await EndVideosAsync(job, client, ct);
                return await EndAsync(job, new() { Status = JobStatus.Canceled, Message = "Terminated" }, client, ct);
            default:
                return Join(job, instance);
        }
    }

    private static Job Join(Job job, OrchestrationMetadata? instance) => instance?.SerializedCustomStatus is null or "null"
        ? job
        : job.With(instance.ReadCustomStatusAs<JobProgress>()!, instance.LastUpdatedAt);

    private async Task<Job> EndAsync(Job job, JobOutcome outcome, DurableTaskClient client, CancellationToken ct)
    {
        var ended = await end.EndAsync(job.User, job.Id, outcome, ct) ?? job;
        await events.PublishEndAsync(ended, client, ct);
        return ended;
    }

    // An orchestration that was terminated or broke leaves its children running, and the provider's tasks with them.
    private static async Task EndVideosAsync(Job job, DurableTaskClient client, CancellationToken ct)
    {
        foreach (var index in Enumerable.Range(0, job.Request.Count))
        {
            var name = Names.Video(job.Id, index);
            if (await client.GetInstanceAsync(name, ct) is { IsCompleted: false })
            {
                await client.RaiseEventAsync(name, Names.Cancel, new CancelRequest("The job has ended."), ct);
            }
        }
    }
}
