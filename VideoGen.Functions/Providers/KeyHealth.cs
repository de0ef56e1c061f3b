using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Providers;

/// <summary>Whether a key can be used.</summary>
public enum KeyState
{
    Live,

    /// <summary>Throttled, not allowed, or rejected too often; used again after its rest.</summary>
    Resting,

    /// <summary>Without credits; used again once a probe finds some.</summary>
    Exhausted,

    /// <summary>Wrong or suspended; out until another key is configured in its place.</summary>
    Refused,
}

/// <summary>What is known of a key.</summary>
/// <param name="State">Whether it can be used.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">When a key that rests is used again, or one without credits is probed.</param>
/// <param name="Strikes">How often in a row it was throttled.</param>
/// <param name="NeededUsd">What the job cost that found it without credits.</param>
/// <param name="Detail">The provider's words.</param>
public sealed record KeyHealth(
    KeyState State,
    DateTimeOffset Since,
    DateTimeOffset? Until = null,
    int Strikes = 0,
    decimal NeededUsd = 0,
    string? Detail = null)
{
    private const int RestSeconds = 5;
    private const int LongestRestSeconds = 60;
    private const int ForbiddenRestSeconds = 600;
    private const int MostRemembered = 100;

    /// <summary>True while it rests only because its account has as many tasks as it may.</summary>
    public bool HeldBack { get; init; }

    /// <summary>The contents rejected lately, as far as they count.</summary>
    public IReadOnlyList<ModeratedTask> Moderated { get; init; } = [];

    /// <summary>Whether it can be used without asking anybody.</summary>
    public bool IsReady(DateTimeOffset now) => State == KeyState.Live || (State == KeyState.Resting && now >= Until);

    /// <summary>Whether it is time to find out if it has credits again.</summary>
    public bool IsDue(DateTimeOffset now) => State == KeyState.Exhausted && now >= Until;

    public int ModeratedAt(DateTimeOffset now, KeyOptions options) => Moderated.Count(task => task.Counts(now, options));

    /// <summary>What is known after a verdict; the same instance when it taught nothing.</summary>
    /// <param name="verdict">What a call with the key came to.</param>
    /// <param name="of">The task or the attempt it was about, so that one rejection counts once.</param>
    /// <param name="priceUsd">What the task would have cost.</param>
    /// <param name="now">The time.</param>
    /// <param name="options">How long keys rest.</param>
    public KeyHealth After(Verdict verdict, string of, decimal priceUsd, DateTimeOffset now, KeyOptions options) => verdict.Kind switch
    {
        VerdictKind.Accepted => AfterAcceptance(now),
        VerdictKind.CreditsExhausted => AfterExhaustion(verdict, priceUsd, now, options),
        VerdictKind.KeyRefused => State == KeyState.Refused ? this : Become(KeyState.Refused, now, null, verdict.Detail),
        VerdictKind.Forbidden => Rest(now, ForbiddenRestSeconds, verdict.Detail),
        VerdictKind.Throttled => AfterThrottling(verdict, now),
        VerdictKind.Moderated => AfterModeration(of, now, options),
        _ => this,
    };

    // One that was on its way when the key was sent to rest does not end the rest.
    private KeyHealth AfterAcceptance(DateTimeOffset now) =>
        (State == KeyState.Live && Strikes == 0) || (State == KeyState.Resting && now < Until) ? this : Become(KeyState.Live, now, null, null);

    // Of many who are refused at once, the first decides.
    private KeyHealth AfterExhaustion(Verdict verdict, decimal priceUsd, DateTimeOffset now, KeyOptions options)
    {
        var until = now.AddSeconds(options.ProbeSeconds);
        return State == KeyState.Refused || (State == KeyState.Exhausted && Until > now && Until <= until)
            ? this
            : Become(KeyState.Exhausted, now, until, verdict.Detail) with { NeededUsd = priceUsd };
    }

    // Longer each time in a row; those throttled together are one time.
    private KeyHealth AfterThrottling(Verdict verdict, DateTimeOffset now)
    {
        var strikes = IsReady(now) ? Strikes + 1 : Strikes;
        var usual = Math.Min(RestSeconds << Math.Clamp(strikes - 1, 0, 4), LongestRestSeconds);
        var rests = Rest(now, verdict.RetryAfterSeconds ?? usual, verdict.Detail);
        return rests == this ? this : rests with { Strikes = strikes, HeldBack = verdict.HeldBack };
    }

    // The longer of two rests counts.
    private KeyHealth Rest(DateTimeOffset now, int seconds, string? detail)
    {
        var until = now.AddSeconds(Math.Max(1, seconds));
        return State switch
        {
            KeyState.Exhausted or KeyState.Refused => this,
            KeyState.Resting when Until >= until => this,
            _ => Become(KeyState.Resting, now, until, detail) with { Strikes = Strikes },
        };
    }

    private KeyHealth AfterModeration(string of, DateTimeOffset now, KeyOptions options)
    {
        var task = KeyFingerprint.Of(of).Value;
        if (options.ModeratedMost == 0 || Moderated.Any(known => known.Task == task)) return this;

        IReadOnlyList<ModeratedTask> moderated = [.. Moderated.Where(known => known.Counts(now, options)).TakeLast(MostRemembered), new(task, now)];
        var known = this with { Moderated = moderated };
        if (moderated.Count < options.ModeratedMost) return known;

        var until = moderated[^options.ModeratedMost].At.AddMinutes(options.ModeratedMinutes);
        return known.Rest(now, (int)Math.Ceiling((until - now).TotalSeconds), "Too many contents were rejected: the account might be suspended.");
    }

    private KeyHealth Become(KeyState state, DateTimeOffset now, DateTimeOffset? until, string? detail) =>
        new(state, State == state ? Since : now, until, Detail: detail) { Moderated = Moderated };
}

/// <summary>A task whose content was rejected, by a fingerprint of its name.</summary>
public sealed record ModeratedTask(string Task, DateTimeOffset At)
{
    public bool Counts(DateTimeOffset now, KeyOptions options) => now < At.AddMinutes(options.ModeratedMinutes);
}
