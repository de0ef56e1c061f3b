using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Jobs;

/// <summary>Watches one provider task to its end. One look is one generation, so the history never grows.</summary>
public static class ProviderTaskOrchestrator
{
    [Function(nameof(ProviderTaskOrchestrator))]
    public static async Task<Verdict> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var task = context.GetInput<ProviderTask>()!;
        var cancel = context.WaitForExternalEvent<CancelRequest>(Names.Cancel);
        if (Polling.NextLook(task, context.CurrentUtcDateTime) is not { } next)
        {
            var ended = await context.CancelProviderTask(new(task.Provider, task.Task, task.Key, task.JobId));
            var seconds = (int)(context.CurrentUtcDateTime - task.SubmittedAt).TotalSeconds;
            return (task.CalledOff is { } why ? Verdict.Canceled(why) : Verdict.TimedOut($"Not finished after {seconds} seconds.")) with
            {
                Key = task.Key,
                RunsOn = ended.Kind != VerdictKind.Canceled,
            };
        }

        // Whoever wakes us early, the provider is not asked more often than it likes.
        var hint = context.WaitForExternalEvent<ProviderHint>(Names.ProviderCallback);
        if (!task.Hinted)
        {
            await context.WaitUntil(next, cancel, hint);
        }

        if (Polling.EarliestLook(task, context.CurrentUtcDateTime) is var earliest && earliest > context.CurrentUtcDateTime)
        {
            await context.WaitUntil(earliest);
        }

        // One look answers all hints that came before it.
        while (hint.IsCompleted)
        {
            hint = context.WaitForExternalEvent<ProviderHint>(Names.ProviderCallback);
        }

        // Also before a cancel: what is finished is paid for, and is not thrown away.
        var verdict = await context.CheckProviderTask(new(task.Provider, task.Task, task.Key, task.JobId, task.Looks + 1));
        if (verdict.Kind == VerdictKind.Gone && task.CalledOff is { } asked) return Verdict.Canceled(asked) with { Key = task.Key };
        if (verdict.IsFinal) return verdict with { Key = task.Key };

        var calledOff = task.CalledOff ?? (cancel.IsCompleted ? (await cancel).Reason : null);
        if (calledOff is not null)
        {
            // What cannot be ended runs on and is charged, so its result is waited for and kept.
            var end = await context.CancelProviderTask(new(task.Provider, task.Task, task.Key, task.JobId));
            if (end.Kind is VerdictKind.Canceled or VerdictKind.KeyRefused) return Verdict.Canceled(calledOff, end.Cost) with { Key = task.Key };
        }

        var percent = Stages.Percent(task.Stage, verdict.Progress ?? 0);
        if (percent > task.Reported)
        {
            context.SendEvent(task.JobId.Value, Names.Progress, new VideoProgress { Index = task.Index, Stage = task.Stage, Percent = percent });
        }

        context.ContinueAsNew(Polling.Looked(task, verdict, context.CurrentUtcDateTime) with
        {
            Looks = task.Looks + 1,
            Reported = Math.Max(percent, task.Reported),
            Hinted = hint.IsCompleted,
            CalledOff = calledOff,
        });
        return verdict;
    }
}
