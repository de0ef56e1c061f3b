using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Insight;

namespace VideoGen.Functions.Jobs;

/// <summary>Closes the job's record, and does what follows from it.</summary>
/// <remarks>A job that is over stays as it is, its points are settled and it is counted once, so a second run changes nothing.</remarks>
public sealed partial class CompleteJob(JobEnd end, ILogger<CompleteJob> logger)
{
    [Function(nameof(CompleteJob))]
    public async Task Run([ActivityTrigger] CompleteJobInput input, CancellationToken ct)
    {
        using var span = Telemetry.Start(nameof(CompleteJob), input.JobId);
        var outcome = input.Outcome;
        await end.EndAsync(input.User, input.JobId, outcome, ct);
        LogEnd(input.JobId, outcome.Status, outcome.Provider, outcome.Error?.Code, outcome.Charged, outcome.Timings.Total);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {JobId} {Status} by {Provider}: error {Error}, charged {Charged} USD, {Seconds} s")]
    private partial void LogEnd(JobId jobId, JobStatus status, string? provider, string? error, decimal charged, double? seconds);
}

public sealed record CompleteJobInput(string User, JobId JobId, JobOutcome Outcome);

public static class CompleteJobCall
{
    public static Task CompleteJob(this TaskOrchestrationContext context, CompleteJobInput input) =>
        context.CallActivityAsync(nameof(CompleteJob), input, Retry.Persistent);
}
