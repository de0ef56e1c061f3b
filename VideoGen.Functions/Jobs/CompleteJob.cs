using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Jobs;

/// <summary>Closes the job's record.</summary>
/// <remarks>A job that is over stays as it is, so a second run changes nothing.</remarks>
public sealed class CompleteJob(JobStore jobs, TimeProvider clock)
{
    [Function(nameof(CompleteJob))]
    public Task Run([ActivityTrigger] CompleteJobInput input, CancellationToken ct) =>
        jobs.ChangeAsync(input.User, input.JobId, job => job.With(input.Outcome, clock.GetUtcNow()), ct);
}

public sealed record CompleteJobInput(string User, JobId JobId, JobOutcome Outcome);

public static class CompleteJobCall
{
    public static Task CompleteJob(this TaskOrchestrationContext context, CompleteJobInput input) =>
        context.CallActivityAsync(nameof(CompleteJob), input, Retry.Passing);
}
