using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Jobs;

/// <summary>Instance ids and event names: what one orchestration calls another by.</summary>
public static class Names
{
    /// <summary>Calls a job, a video or a task off. Carries a <see cref="CancelRequest"/>.</summary>
    public const string Cancel = "Cancel";

    /// <summary>How far a video has come, sent to its job. Carries a <see cref="VideoProgress"/>.</summary>
    public const string Progress = "Progress";

    /// <summary>A provider reports on its own: worth a look before its time. Carries a <see cref="ProviderHint"/>.</summary>
    public const string ProviderCallback = "ProviderCallback";

    /// <summary>What became of a submission of unknown outcome. Carries a <see cref="Resolution"/>.</summary>
    public const string Resolve = "Resolve";

    public static string Video(JobId job, int index) => $"{job}-{index}";

    /// <summary>Of a result that is waited for after the end of its job.</summary>
    public static string Late(JobId job, int index) => $"{job}-{index}-late";

    public static bool IsLate(string instanceId) => instanceId.EndsWith("-late", StringComparison.Ordinal);

    public static string Rendition(JobId job, int index, Rendition rendition) => $"{job}-{index}-{rendition.ToString().ToLowerInvariant()}";

    public static string Task(Attempt attempt) => attempt.ToString();
}

/// <summary>A provider says that a task has changed; how, only a look tells.</summary>
public sealed record ProviderHint;

/// <summary>Somebody calls it off.</summary>
public sealed record CancelRequest(string Reason);

/// <summary>Somebody says what became of a submission of unknown outcome.</summary>
/// <param name="Attempt">The attempt meant; an answer to an earlier one is not taken for this one's.</param>
/// <param name="Action">One of <see cref="Adopt"/>, <see cref="Resubmit"/>, <see cref="Abandon"/>.</param>
/// <param name="TaskId">The provider's task, to adopt.</param>
public sealed record Resolution(int Attempt, string Action, string? TaskId)
{
    /// <summary>The task exists: go on with it.</summary>
    public const string Adopt = "adopt";

    /// <summary>Nothing was started: submit again.</summary>
    public const string Resubmit = "resubmit";

    /// <summary>Give it up.</summary>
    public const string Abandon = "abandon";
}
