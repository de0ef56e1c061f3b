using VideoGen.Domain.Catalog;

namespace VideoGen.Domain.Jobs;

/// <summary>How often and how long a task is watched.</summary>
/// <param name="StepSeconds">Between two looks.</param>
/// <param name="Looks">Times the step, how long a task may take.</param>
/// <param name="FirstSeconds">Until the first look; null for the model's usual time.</param>
public sealed record PollRules(int StepSeconds, int Looks, int? FirstSeconds);

/// <summary>What a task is found by at its provider.</summary>
/// <param name="Id">The provider's own name for it.</param>
/// <param name="Kind">What it makes out of what: some providers keep each kind below a path of its own.</param>
/// <param name="Model">The model's id on the wire.</param>
public sealed record TaskRef(string Id, TaskKind Kind, string Model);

/// <summary>A task under watch.</summary>
public sealed record ProviderTask
{
    public required JobId JobId { get; init; }

    public required int Index { get; init; }

    public required string Provider { get; init; }

    public required TaskRef Task { get; init; }

    public required KeyFingerprint Key { get; init; }

    public required Stage Stage { get; init; }

    public required PollRules Rules { get; init; }

    public required int UsualSeconds { get; init; }

    public required DateTime SubmittedAt { get; init; }

    public int Looks { get; init; }

    public DateTime? LastLook { get; init; }

    /// <summary>When the provider wants to be asked again at the soonest, where it said so.</summary>
    public DateTime? NotBefore { get; init; }

    /// <summary>The percentage last reported.</summary>
    public int Reported { get; init; }

    /// <summary>Why nobody wants it any more, while its provider cannot end it.</summary>
    public string? CalledOff { get; init; }

    /// <summary>True when the provider reported a change during the last look: it is looked at again as soon as may be.</summary>
    public bool Hinted { get; init; }

    /// <summary>How long the provider held it back for the account's concurrency.</summary>
    public double HeldBackSeconds { get; init; }
}

/// <summary>When to look at a task next: at the model's usual time first, then in steps that grow a little, never within 5 s.</summary>
public static class Polling
{
    /// <summary>No provider wants to be asked more often about one task.</summary>
    public const int LeastSeconds = 5;

    /// <summary>How long to wait between two looks at least. Azure's storage queues fire up to a second early.</summary>
    public const int RestSeconds = LeastSeconds + 1;

    private const int LongestAskedRestSeconds = 300;

    // A task held back is not at fault, yet nothing waits for ever.
    private const int LongestHeldBackSeconds = 3600;

    /// <summary>Null when the task has had its time.</summary>
    public static DateTime? NextLook(ProviderTask task, DateTime now)
    {
        var end = task.SubmittedAt.AddSeconds(
            (task.Rules.StepSeconds * (double)task.Rules.Looks) + Math.Min(task.HeldBackSeconds, LongestHeldBackSeconds));
        if (task.LastLook is not { } last) return Earlier(task.SubmittedAt.AddSeconds(FirstWait(task)), end);
        if (last >= end) return null;

        var step = Math.Max(task.Rules.StepSeconds, (last - task.SubmittedAt).TotalSeconds / 5);
        return Later(EarliestLook(task, now), Earlier(last.AddSeconds(step + (Chance(task) * 0.1 * step)), end));
    }

    /// <summary>The soonest time at which the provider may be asked again.</summary>
    public static DateTime EarliestLook(ProviderTask task, DateTime now) =>
        task.LastLook is { } last ? Later(now, Later(last.AddSeconds(RestSeconds), task.NotBefore ?? last)) : now;

    /// <summary>The task after a look that settled nothing.</summary>
    public static ProviderTask Looked(ProviderTask task, Verdict verdict, DateTime now) => task with
    {
        LastLook = now,
        NotBefore = verdict.RetryAfterSeconds is { } rest ? now.AddSeconds(Math.Clamp(rest, 0, LongestAskedRestSeconds)) : null,
        HeldBackSeconds = task.HeldBackSeconds + (verdict.HeldBack ? (now - (task.LastLook ?? task.SubmittedAt)).TotalSeconds : 0),
    };

    private static double FirstWait(ProviderTask task)
    {
        // What takes no time, as a simulation does, is not waited for.
        var wait = task.UsualSeconds == 0 ? 0 : task.Rules.FirstSeconds ?? task.UsualSeconds;
        return wait + (Chance(task) * 0.1 * wait);
    }

    // 0 to 1, from the task's id and the look (FNV-1a): tasks submitted together are not asked about together.
    private static double Chance(ProviderTask task)
    {
        var hash = 2166136261u;
        foreach (var c in task.Task.Id)
        {
            hash = (hash ^ c) * 16777619u;
        }

        hash = (hash ^ (uint)(task.LastLook?.Second ?? 0)) * 16777619u;
        return hash / (double)uint.MaxValue;
    }

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;
}
