using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Jobs;

/// <summary>Brings the job's record up to date when its status changes; the steps in between show in the custom status.</summary>
/// <remarks>A second run writes the same; one that comes after the end changes nothing.</remarks>
public sealed class RecordProgress(JobStore jobs, TimeProvider clock)
{
    [Function(nameof(RecordProgress))]
    public Task Run([ActivityTrigger] RecordProgressInput input, CancellationToken ct) =>
        jobs.ChangeAsync(input.User, input.JobId, job => job.With(input.Progress, clock.GetUtcNow()), ct);
}

public sealed record RecordProgressInput(string User, JobId JobId, JobProgress Progress);

public static class RecordProgressCall
{
    public static Task RecordProgress(this TaskOrchestrationContext context, RecordProgressInput input) =>
        context.CallActivityAsync(nameof(RecordProgress), input, Retry.Passing);
}
