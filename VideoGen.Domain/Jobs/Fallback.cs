namespace VideoGen.Domain.Jobs;

/// <summary>What to do after a verdict.</summary>
public enum Move
{
    /// <summary>A task exists: watch it.</summary>
    Watch,

    /// <summary>There is a result.</summary>
    Take,

    /// <summary>The same once more, after a wait.</summary>
    TryAgain,

    /// <summary>The next way to make it.</summary>
    GoOn,

    /// <summary>Wait until somebody says what became of it.</summary>
    Hold,

    /// <summary>It ends here.</summary>
    Stop,
}

/// <summary>The move, and how long to wait before it.</summary>
public sealed record Decision(Move Move, int AfterSeconds = 0);

/// <summary>The one table that says what follows a verdict.</summary>
public static class Fallback
{
    /// <summary>At most so many repeats of one call.</summary>
    public const int Repeats = 3;

    private const int LimitWaits = 20;
    private const int LimitRestSeconds = 10;
    private const int OutageRestSeconds = 5;
    private const int LongestRestSeconds = 60;

    /// <param name="verdict">What the attempt came to.</param>
    /// <param name="repeats">How often this step was repeated for a fault that may pass.</param>
    public static Decision After(Verdict verdict, int repeats) => verdict.Kind switch
    {
        VerdictKind.Accepted or VerdictKind.Pending => new(Move.Watch),
        VerdictKind.Succeeded => new(Move.Take),
        VerdictKind.Unknown => new(Move.Hold),

        // The key that failed is marked, so the repeat takes another one; without any left, no key was tried.
        VerdictKind.CreditsExhausted or VerdictKind.KeyRefused or VerdictKind.Forbidden =>
            new(verdict.Key is null ? Move.GoOn : Move.TryAgain),

        // As many tasks as the account, or we, allow: one that ends makes room, so it is worth a longer wait.
        VerdictKind.Throttled when verdict is { Key: null, HeldBack: true } => repeats < LimitWaits
            ? new(Move.TryAgain, Rest(verdict, LimitRestSeconds << Math.Min(repeats, 3)))
            : new(Move.GoOn),

        // With a key: it rests now, and the next one is tried at once. Without: every key rests, and it is worth a short wait only.
        VerdictKind.Throttled when verdict.Key is not null => new(Move.TryAgain),
        VerdictKind.Throttled when repeats < Repeats && verdict.RetryAfterSeconds is null or <= LongestRestSeconds =>
            new(Move.TryAgain, Rest(verdict, OutageRestSeconds << repeats)),
        VerdictKind.Outage when repeats < Repeats => new(Move.TryAgain, Rest(verdict, OutageRestSeconds)),

        // Only when it cost nothing: a charged failure is never followed by a second charge on its own.
        VerdictKind.Failed when verdict is { MayWorkAgain: true, Cost: 0 } =>
            repeats < 1 ? new(Move.TryAgain, OutageRestSeconds) : new(Move.GoOn),

        VerdictKind.Throttled or VerdictKind.Outage or VerdictKind.Retired => new(Move.GoOn),
        _ => new(Move.Stop),
    };

    /// <summary>Whether the next candidate may be tried, once nothing more is to be hoped for from this one.</summary>
    public static bool MayGoOn(Verdict verdict) => After(verdict, int.MaxValue).Move == Move.GoOn;

    /// <summary>Whether the simulation may stand in after this. Not for a provider that is merely busy or did its work badly.</summary>
    public static bool MaySimulate(VerdictKind kind) => kind is VerdictKind.CreditsExhausted or VerdictKind.KeyRefused
        or VerdictKind.Forbidden or VerdictKind.Retired or VerdictKind.Outage;

    /// <summary>Whether a candidate may follow this verdict.</summary>
    public static bool MayFollow(Candidate candidate, Verdict verdict) => !candidate.IsSimulation() || MaySimulate(verdict.Kind);

    /// <summary>Why the simulation stands in, in the caller's words.</summary>
    public static string WhySimulated(VerdictKind kind) => kind switch
    {
        VerdictKind.CreditsExhausted => "insufficient credits",
        VerdictKind.KeyRefused or VerdictKind.Forbidden => "provider key refused",
        VerdictKind.Retired => "model no longer available",
        _ => "provider unavailable",
    };

    /// <summary>The error a job ends with; null when there is none to speak of.</summary>
    /// <param name="verdict">The last one.</param>
    /// <param name="charged">What was certainly charged.</param>
    /// <param name="doubtful">What may have been charged besides.</param>
    public static JobError? ErrorOf(Verdict verdict, decimal charged, decimal doubtful = 0) => ErrorOf(verdict, charged) is { } error
        ? error with { Billed = charged == 0 && doubtful > 0 ? null : error.Billed }
        : null;

    private static JobError? ErrorOf(Verdict verdict, decimal charged) => verdict.Kind switch
    {
        VerdictKind.Succeeded or VerdictKind.Canceled => null,
        VerdictKind.CreditsExhausted => Error(Errors.CreditsAreExhausted, "The provider's credits are used up.", verdict, charged),
        VerdictKind.Throttled => Error(Errors.LimitIsExceeded, "The provider takes no more requests for now.", verdict, charged),
        VerdictKind.Moderated => Error(Errors.ContentIsRejected, "The provider rejected the content.", verdict, charged),
        VerdictKind.Invalid => Error(Errors.RequestIsInvalid, "The provider cannot make this request.", verdict, charged),
        VerdictKind.TimedOut => Error(Errors.GenerationTimedOut, "The provider did not finish in time.", verdict, charged),
        VerdictKind.Unknown => new(Errors.GenerationFailed.Code, $"It stayed unknown whether the provider took the task. {verdict.Detail}".Trim(), true, null),
        VerdictKind.Retired => Error(Errors.GenerationFailed, "The provider retired the model.", verdict, charged) with { Retryable = false },
        _ => Error(Errors.GenerationFailed, "The provider could not make the video.", verdict, charged),
    };

    private static JobError Error(ErrorKind kind, string sentence, Verdict verdict, decimal charged) => new(
        kind.Code, verdict.Detail is { } words ? $"{sentence} It said: {words}" : sentence, kind.Retryable, charged > 0);

    private static int Rest(Verdict verdict, int usual) => Math.Clamp(verdict.RetryAfterSeconds ?? usual, 1, LongestRestSeconds);
}
