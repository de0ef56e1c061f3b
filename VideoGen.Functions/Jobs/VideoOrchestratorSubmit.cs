using Microsoft.DurableTask;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Jobs;

/// <summary>Brings a step to a task or a refusal: submits, looks up what was lost where the provider allows it, and holds what stays unknown.</summary>
internal sealed class VideoOrchestratorSubmit(TaskOrchestrationContext context, VideoPlan plan, VideoOrchestratorRun run, Task<CancelRequest> cancel)
{
    // A task may show up late; one that is not there a minute and a half after the loss is not there.
    private static readonly int[] AfterLoss = [Polling.RestSeconds, 20, 60];

    // By the provider's words it started nothing, and a repeat follows anyway.
    private static readonly int[] AfterShedLoad = [Polling.RestSeconds];

    private const int MostRepeats = 2;

    private TaskStep? _step;
    private LostSubmission? _lost;

    /// <summary>How many attempts were made with a key.</summary>
    public int Attempts { get; private set; }

    public async Task<Submission> Submit(TaskStep step, string prompt, string? image)
    {
        (_lost, _step) = (ReferenceEquals(step, _step) ? _lost : null, step);
        for (var repeats = 0; ;)
        {
            var attempt = new Attempt(plan.JobId, plan.Index, Attempts + 1);
            if (cancel.IsCompleted) return new(attempt, await Canceled());

            var verdict = await context.SubmitToProvider(new(
                attempt, run.Candidate.Provider, step, prompt, plan.NegativePrompt, plan.Camera, image, plan.Video, [.. plan.References.Take(step.References)],
                plan.PersonGeneration, plan.Seed, plan.Fps, run.Candidate.PriceUsd, _lost));
            if (verdict.Key is null) return new(attempt, verdict);

            Attempts++;
            // A repeat under the same name that is refused may be so because the first one came through after all.
            var mayBeThere = verdict.MayBeLookedUp || (_lost is not null && verdict.Kind == VerdictKind.Invalid);
            if (!mayBeThere && verdict.Kind != VerdictKind.Unknown) return Settled(attempt, verdict);

            run.Note(step, verdict);
            if (mayBeThere)
            {
                var found = await LookUp(attempt, step, verdict);
                run.Note(step, found);
                if (found.Kind == VerdictKind.Accepted) return Settled(attempt, found);

                // Under the same name a second task would be refused, so a repeat pays once whatever became of the first.
                _lost ??= new(attempt, verdict.Key);
                if (verdict.Kind != VerdictKind.Unknown) return new(attempt, verdict, IsNoted: true);
                if (found.Kind == VerdictKind.Gone && repeats++ < MostRepeats) continue;
            }

            _lost = null;
            if (await Hold(attempt, step, verdict) is { } resolved) return new(attempt, resolved, IsNoted: resolved.Kind == VerdictKind.Unknown);
        }
    }

    // A task that was taken has the name for good: whatever comes after it has one of its own.
    private Submission Settled(Attempt attempt, Verdict verdict)
    {
        _lost = verdict.Kind == VerdictKind.Accepted ? null : _lost;
        return new(attempt, verdict);
    }

    /// <summary>What the provider knows: accepted with the task, gone when it has none, else that it did not tell.</summary>
    /// <remarks>A cancel waits for it: a task that was started is to be ended, not forgotten.</remarks>
    private async Task<Verdict> LookUp(Attempt attempt, TaskStep step, Verdict lost)
    {
        var found = lost;
        foreach (var rest in lost.MayHaveStarted ? AfterShedLoad : AfterLoss)
        {
            await context.Wait(rest);
            found = await context.LookUpSubmission(
                new(attempt, _lost?.KnownAs ?? attempt, run.Candidate.Provider, step.Kind, step.Wire, lost.Key!));
            if (found.Kind == VerdictKind.Accepted) break;
        }

        return found;
    }

    /// <summary>Waits until somebody says what became of the submission. Null to submit again.</summary>
    private async Task<Verdict?> Hold(Attempt attempt, TaskStep step, Verdict unknown)
    {
        var deadline = context.CurrentUtcDateTime.AddSeconds(plan.ResolveSeconds);
        run.Tell(step, "It is unknown whether the provider took the task: adopt it, submit it again, or abandon it",
            new(plan.Index, attempt.Number, run.Candidate.Provider, step.Model, deadline));
        while (context.CurrentUtcDateTime < deadline)
        {
            var answer = context.WaitForExternalEvent<Resolution>(Names.Resolve);
            await context.WaitUntil(deadline, answer, cancel);
            if (!answer.IsCompleted) break;

            var resolution = await answer;
            if (resolution.Attempt != attempt.Number) continue;

            Verdict? resolved = resolution.Action switch
            {
                Resolution.Adopt => Verdict.Accepted(resolution.TaskId!) with { Key = unknown.Key },
                Resolution.Resubmit => null,
                _ => Verdict.Unknown("It was abandoned on request.") with { Key = unknown.Key },
            };
            await context.SettleSubmission(new(attempt, resolved ?? Verdict.Failed("It was said not to have been started.")));
            run.Tell(step);
            return resolved;
        }

        return cancel.IsCompleted ? await Canceled() with { Key = unknown.Key } : unknown;
    }

    private async Task<Verdict> Canceled() => Verdict.Canceled((await cancel).Reason);
}

/// <summary>What a submit came to in the end.</summary>
/// <param name="Attempt">The last one.</param>
/// <param name="Verdict">Accepted, a refusal, or unknown for good.</param>
/// <param name="IsNoted">Whether it is in the trace already.</param>
internal sealed record Submission(Attempt Attempt, Verdict Verdict, bool IsNoted = false);
