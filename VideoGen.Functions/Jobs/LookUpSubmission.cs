using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Jobs;

/// <summary>Asks the provider once whether it has the task of a submit whose answer was lost, by the name the attempt gave it.</summary>
/// <remarks>A second run asks again, and writes the same receipt.</remarks>
public sealed class LookUpSubmission(ProviderRegistry providers, KeyPool keys, SubmitLedger ledger)
{
    [Function(nameof(LookUpSubmission))]
    public async Task<Verdict> Run([ActivityTrigger] LookUpSubmissionInput input, CancellationToken ct)
    {
        if (providers.Find(input.Provider) is not { } provider) return Verdict.KeyRefused($"{input.Provider} is no longer configured.");

        var found = await provider.LookUpAsync(input.KnownAs.ToString(), input.Kind, input.Wire, input.Key, ct) is { } verdict
            ? verdict with { Key = input.Key }
            : Verdict.Unknown($"{input.Provider} cannot be asked.");
        if (found.Kind == VerdictKind.Accepted)
        {
            await ledger.SettleAsync(input.Attempt, found, ct);
            await keys.LearnAsync(provider, input.Attempt.ToString(), input.Key, found, 0, ct);
        }

        return found;
    }
}

/// <param name="Attempt">The one whose answer was lost.</param>
/// <param name="KnownAs">The attempt whose name the provider got: the same, or the first of those that repeat it.</param>
/// <param name="Provider">Who got it.</param>
/// <param name="Kind">What was asked for.</param>
/// <param name="Wire">The model's id on the wire.</param>
/// <param name="Key">The key that submitted.</param>
public sealed record LookUpSubmissionInput(Attempt Attempt, Attempt KnownAs, string Provider, TaskKind Kind, string Wire, KeyFingerprint Key);

public static class LookUpSubmissionCall
{
    public static Task<Verdict> LookUpSubmission(this TaskOrchestrationContext context, LookUpSubmissionInput input) =>
        context.CallActivityAsync<Verdict>(nameof(LookUpSubmission), input, Retry.Passing);
}
