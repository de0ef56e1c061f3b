using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Jobs;

/// <summary>Writes into the ledger what somebody found out about a submission of unknown outcome.</summary>
/// <remarks>A second run writes the same.</remarks>
public sealed class SettleSubmission(SubmitLedger ledger)
{
    [Function(nameof(SettleSubmission))]
    public Task Run([ActivityTrigger] SettleSubmissionInput input, CancellationToken ct) =>
        ledger.SettleAsync(input.Attempt, input.Receipt, ct);
}

public sealed record SettleSubmissionInput(Attempt Attempt, Verdict Receipt);

public static class SettleSubmissionCall
{
    public static Task SettleSubmission(this TaskOrchestrationContext context, SettleSubmissionInput input) =>
        context.CallActivityAsync(nameof(SettleSubmission), input, Retry.Passing);
}
