using Microsoft.Extensions.Options;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Providers;

/// <summary>Chooses the key for a submit, and learns from what comes back.</summary>
public sealed class KeyPool(ProviderHealth health, KeyLeases leases, IOptions<KeyOptions> options, TimeProvider clock)
{
    // A job that is the probe has its answer by then; until then it is the only one.
    private const int RealProbeSeconds = 120;

    // A job must know soon whether it is simulated; the housekeeping probes with more patience.
    private static readonly TimeSpan QuickProbe = TimeSpan.FromSeconds(1.5);

    private readonly KeyOptions _options = options.Value;

    /// <summary>The least busy of the usable keys, taken for the attempt; or the verdict that says why there is none, at once and without a cent.</summary>
    /// <param name="provider">Whose keys.</param>
    /// <param name="attempt">What the key is for.</param>
    /// <param name="priceUsd">What it will cost.</param>
    /// <param name="only">The one that may be used, where it cannot be any.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<(KeyFingerprint? Key, Verdict? WhyNone)> PickAsync(
        IVideoProvider provider, string attempt, decimal priceUsd, KeyFingerprint? only, CancellationToken ct)
    {
        var keys = new Dictionary<KeyFingerprint, KeyHealth>();
        foreach (var key in provider.Keys.Where(key => only is null || key == only))
        {
            keys[key] = await health.OfAsync(provider.Name, key, ct);
        }

        if (keys.Count == 0) return (null, Verdict.KeyRefused("The key is no longer configured."));

        var now = clock.GetUtcNow();
        List<KeyFingerprint> ready = [.. keys.Where(key => key.Value.IsReady(now)).Select(key => key.Key)];
        if (await leases.TakeAsync(provider, ready, attempt, ct) is { } taken) return (taken, null);

        foreach (var key in keys.Where(key => key.Value.IsDue(now)).Select(key => key.Key))
        {
            if (await MayTryAsync(provider, key, priceUsd, ct) && await leases.TakeAsync(provider, [key], attempt, ct) is { } probed) return (probed, null);
        }

        return (null, ready.Count > 0 ? Verdict.AtLimit($"Every key of {provider.Name} has its {_options.Concurrency} tasks.") : WhyNone(keys.Values.MinBy(known => known.State)!));
    }

    /// <summary>The key that was picked was not used after all.</summary>
    public void Drop(IVideoProvider provider, string attempt) => leases.Drop(provider, attempt);

    /// <summary>Learns what the submit of an attempt came to, and keeps its task on the key's account.</summary>
    public async Task LearnAsync(IVideoProvider provider, string attempt, KeyFingerprint key, Verdict verdict, decimal priceUsd, CancellationToken ct)
    {
        if (verdict is { Kind: VerdictKind.Accepted, TaskId: { } task })
        {
            await leases.HoldAsync(provider, attempt, task, key, ct);
        }
        else
        {
            leases.Drop(provider, attempt);
        }

        await health.ChangeAsync(provider.Name, key, known => known.After(verdict, attempt, priceUsd, clock.GetUtcNow(), _options), ct);
    }

    /// <summary>Learns from a look at a task: whether it still keeps its key busy, and whether its content was rejected.</summary>
    public async Task LearnAsync(IVideoProvider provider, TaskRef task, KeyFingerprint key, Verdict verdict, CancellationToken ct)
    {
        if (!verdict.IsFinal)
        {
            leases.Keep(provider, task.Id, key);
            return;
        }

        await leases.ReleaseAsync(provider, task.Id, ct);
        if (verdict.Kind == VerdictKind.Moderated)
        {
            await health.ChangeAsync(provider.Name, key, known => known.After(verdict, task.Id, 0, clock.GetUtcNow(), _options), ct);
        }
    }

    /// <summary>Nobody waits for the task any more, whether the provider could end it or not.</summary>
    public Task ForgetAsync(IVideoProvider provider, TaskRef task, CancellationToken ct) => leases.ReleaseAsync(provider, task.Id, ct);

    /// <summary>Asks again about every key without credits whose rest is over.</summary>
    public async Task ProbeAsync(IVideoProvider provider, CancellationToken ct)
    {
        foreach (var key in provider.Keys)
        {
            var known = await health.OfAsync(provider.Name, key, ct);
            if (known.IsDue(clock.GetUtcNow()) && await provider.CreditsAsync(key, ct) is { } credits)
            {
                await LearnAsync(provider, key, credits, known.NeededUsd, ct);
            }
        }
    }

    /// <summary>The balance behind a key, asked now. A key that has one is live again, whatever was known of it.</summary>
    public async Task<ProviderCredits?> AskAsync(IVideoProvider provider, KeyFingerprint key, CancellationToken ct)
    {
        var credits = await provider.CreditsAsync(key, ct);
        if (credits is not null)
        {
            await LearnAsync(provider, key, credits, (await health.OfAsync(provider.Name, key, ct)).NeededUsd, ct);
        }

        return credits;
    }

    /// <summary>How the key stands, for people who look after the service.</summary>
    public async Task<KeyStanding> DescribeAsync(IVideoProvider provider, KeyFingerprint key, CancellationToken ct)
    {
        var known = await health.OfAsync(provider.Name, key, ct);
        var now = clock.GetUtcNow();
        var standing = new KeyStanding(KeyState.Live, null, null, await leases.CountAsync(provider, key, ct), _options.Concurrency is 0 ? null : _options.Concurrency, known.ModeratedAt(now, _options), null);
        return known.IsReady(now) ? standing : standing with { State = known.State, Since = known.Since, Until = known.Until, Detail = known.Detail };
    }

    private async Task<bool> MayTryAsync(IVideoProvider provider, KeyFingerprint key, decimal priceUsd, CancellationToken ct)
    {
        // Put off first, so that of many jobs at once, in all processes, only one goes on.
        var until = clock.GetUtcNow().AddSeconds(Math.Max(_options.ProbeSeconds, RealProbeSeconds));
        if (!await health.ChangeAsync(provider.Name, key, known => known.IsDue(clock.GetUtcNow()) ? known with { Until = until } : known, ct)) return false;

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(QuickProbe);
        try
        {
            // Where no balance can be asked, this job is the probe.
            return await provider.CreditsAsync(key, limit.Token) is not { } credits || await LearnAsync(provider, key, credits, priceUsd, ct) is not false;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            await PutOffAsync(provider, key, ct);
            return false;
        }
    }

    /// <returns>Whether there is enough; null where the key may not ask.</returns>
    private async Task<bool?> LearnAsync(IVideoProvider provider, KeyFingerprint key, ProviderCredits credits, decimal priceUsd, CancellationToken ct)
    {
        if (credits is { Balance: null, Trouble.Kind: VerdictKind.KeyRefused or VerdictKind.Forbidden }) return null;

        if (credits.Balance * credits.UsdPerUnit >= priceUsd)
        {
            await health.ChangeAsync(provider.Name, key, known => known.State is KeyState.Exhausted or KeyState.Refused
                ? new(KeyState.Live, clock.GetUtcNow()) { Moderated = known.Moderated } : known, ct);
            return true;
        }

        await PutOffAsync(provider, key, ct);
        return false;
    }

    private Task<bool> PutOffAsync(IVideoProvider provider, KeyFingerprint key, CancellationToken ct)
    {
        var until = clock.GetUtcNow().AddSeconds(_options.ProbeSeconds);
        return health.ChangeAsync(provider.Name, key, known => known.State == KeyState.Exhausted && known.Until != until ? known with { Until = until } : known, ct);
    }

    private Verdict WhyNone(KeyHealth best) => best.State switch
    {
        KeyState.Exhausted => Verdict.CreditsExhausted(best.Detail ?? "No key has credits."),
        KeyState.Refused => Verdict.KeyRefused(best.Detail ?? "No key is accepted."),
        _ => Verdict.Throttled(best.Detail ?? "Every key rests.", (int)Math.Ceiling((best.Until!.Value - clock.GetUtcNow()).TotalSeconds)) with { HeldBack = best.HeldBack },
    };
}

/// <summary>How a key stands now.</summary>
/// <param name="State">A key whose rest is over counts as live.</param>
/// <param name="Since">Since when it is not live.</param>
/// <param name="Until">When it is used again, or probed; null for a refused one.</param>
/// <param name="InFlight">The tasks it has under way.</param>
/// <param name="Limit">How many it may have; null for any number.</param>
/// <param name="Moderated">The contents rejected lately.</param>
/// <param name="Detail">The provider's words.</param>
public sealed record KeyStanding(
    KeyState State, DateTimeOffset? Since, DateTimeOffset? Until, int InFlight, int? Limit, int Moderated, string? Detail);
