using System.Text.Json.Serialization;

namespace VideoGen.Domain.Jobs;

/// <summary>What an attempt at a provider came to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerdictKind>))]
public enum VerdictKind
{
    /// <summary>The provider took the task and named it.</summary>
    Accepted,

    /// <summary>Waiting or running; ask again later. Over the account's concurrency counts as waiting.</summary>
    Pending,

    /// <summary>Done: the outputs can be fetched.</summary>
    Succeeded,

    /// <summary>The key's account has no money for it.</summary>
    CreditsExhausted,

    /// <summary>Too many requests; nothing was started.</summary>
    Throttled,

    /// <summary>Refused for its content. Never tried elsewhere.</summary>
    Moderated,

    /// <summary>The provider cannot accept this request, whoever sends it.</summary>
    Invalid,

    /// <summary>The key is missing, wrong or suspended.</summary>
    KeyRefused,

    /// <summary>The key is good, but may not do this.</summary>
    Forbidden,

    /// <summary>The provider no longer offers the model.</summary>
    Retired,

    /// <summary>The provider could not be reached or is failing; it certainly started nothing.</summary>
    Outage,

    /// <summary>The task ended without a result.</summary>
    Failed,

    /// <summary>We stopped waiting.</summary>
    TimedOut,

    /// <summary>Ended because somebody asked for it.</summary>
    Canceled,

    /// <summary>The provider does not know the task (any more).</summary>
    Gone,

    /// <summary>The request left and no answer tells whether a task exists. It may have been charged.</summary>
    Unknown,
}

/// <summary>What an attempt came to, in our terms, with the provider's words as evidence.</summary>
/// <remarks>One flat record and not a hierarchy: it crosses durable boundaries, where payloads are written by runtime type.</remarks>
public sealed record Verdict
{
    /// <summary>Longest <see cref="Detail"/> kept; a provider's page of HTML is of no use to anybody.</summary>
    public const int MaxDetail = 300;

    public required VerdictKind Kind { get; init; }

    /// <summary>The provider's name for the task, on <see cref="VerdictKind.Accepted"/>.</summary>
    public string? TaskId { get; init; }

    /// <summary>0 to 1, where the provider tells.</summary>
    public double? Progress { get; init; }

    /// <summary>True while the task is held back by the account's concurrency, or by our own limit; such waiting is not counted against it.</summary>
    public bool HeldBack { get; init; }

    /// <summary>For <see cref="VerdictKind.Outage"/> of a submit: the answer says that nothing was started, but a provider may have started and charged it all the same.</summary>
    public bool MayHaveStarted { get; init; }

    /// <summary>True when the provider can be asked what became of a submit that this verdict leaves in doubt.</summary>
    public bool MayBeLookedUp { get; init; }

    /// <summary>Where the outputs are, on <see cref="VerdictKind.Succeeded"/>; what they mean only the provider knows.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>What was charged in USD (an estimate on <see cref="VerdictKind.Accepted"/>); null when the provider does not say.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The provider's own words.</summary>
    public string? Detail { get; init; }

    /// <summary>The evidence: HTTP status, failure code or the like, as the provider spells it.</summary>
    public string? Evidence { get; init; }

    /// <summary>For <see cref="VerdictKind.Failed"/>: the same request may work another time.</summary>
    public bool MayWorkAgain { get; init; }

    /// <summary>True when we stopped waiting for a task that could not be ended: its result may still come, and be charged.</summary>
    public bool RunsOn { get; init; }

    public int? RetryAfterSeconds { get; init; }

    /// <summary>The key it was tried with; null when no key could be tried.</summary>
    public KeyFingerprint? Key { get; init; }

    /// <summary>True when asking the same task again can tell nothing new.</summary>
    [JsonIgnore]
    public bool IsFinal => Kind is not (VerdictKind.Accepted or VerdictKind.Pending or VerdictKind.Throttled
        or VerdictKind.Outage or VerdictKind.KeyRefused);

    public static Verdict Accepted(string taskId, decimal? estimate = null) =>
        new() { Kind = VerdictKind.Accepted, TaskId = taskId, Cost = estimate };

    public static Verdict Pending(double? progress = null, bool heldBack = false, string? detail = null) =>
        new() { Kind = VerdictKind.Pending, Progress = progress, HeldBack = heldBack, Detail = Cut(detail) };

    public static Verdict Succeeded(IReadOnlyList<string> outputs, decimal? cost = null) =>
        new() { Kind = VerdictKind.Succeeded, Outputs = outputs, Cost = cost };

    public static Verdict CreditsExhausted(string detail, string? evidence = null) => Of(VerdictKind.CreditsExhausted, detail, evidence);

    public static Verdict Throttled(string detail, int? retryAfterSeconds = null, string? evidence = null) =>
        Of(VerdictKind.Throttled, detail, evidence) with { RetryAfterSeconds = retryAfterSeconds };

    /// <summary>Every key has as many tasks as we allow it.</summary>
    public static Verdict AtLimit(string detail) => Of(VerdictKind.Throttled, detail, null) with { HeldBack = true };

    public static Verdict Moderated(string detail, string? evidence = null, decimal? cost = null) =>
        Of(VerdictKind.Moderated, detail, evidence) with { Cost = cost };

    public static Verdict Invalid(string detail, string? evidence = null, decimal? cost = null) =>
        Of(VerdictKind.Invalid, detail, evidence) with { Cost = cost };

    public static Verdict KeyRefused(string detail, string? evidence = null) => Of(VerdictKind.KeyRefused, detail, evidence);

    public static Verdict Forbidden(string detail, string? evidence = null) => Of(VerdictKind.Forbidden, detail, evidence);

    public static Verdict Retired(string detail, string? evidence = null) => Of(VerdictKind.Retired, detail, evidence);

    public static Verdict Outage(string detail, string? evidence = null, int? retryAfterSeconds = null) =>
        Of(VerdictKind.Outage, detail, evidence) with { RetryAfterSeconds = retryAfterSeconds };

    /// <summary>The provider sheds load. By its words it started nothing, which no answer proves.</summary>
    public static Verdict Overloaded(string detail, string? evidence = null, int? retryAfterSeconds = null) =>
        Outage(detail, evidence, retryAfterSeconds) with { MayHaveStarted = true };

    public static Verdict Failed(string detail, string? evidence = null, decimal? cost = null, bool mayWorkAgain = false) =>
        Of(VerdictKind.Failed, detail, evidence) with { Cost = cost, MayWorkAgain = mayWorkAgain };

    public static Verdict TimedOut(string detail) => Of(VerdictKind.TimedOut, detail, null);

    public static Verdict Canceled(string detail, decimal? cost = null) => Of(VerdictKind.Canceled, detail, null) with { Cost = cost };

    public static Verdict Gone(string detail, string? evidence = null) => Of(VerdictKind.Gone, detail, evidence);

    public static Verdict Unknown(string detail, string? evidence = null) => Of(VerdictKind.Unknown, detail, evidence);

    private static Verdict Of(VerdictKind kind, string detail, string? evidence) =>
        new() { Kind = kind, Detail = Cut(detail), Evidence = evidence };

    private static string? Cut(string? text) => text is { Length: > MaxDetail } ? text[..MaxDetail] : text;
}
