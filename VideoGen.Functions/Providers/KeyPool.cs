using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Providers;

/// <summary>Chooses the key for a submit, and learns from what comes back.</summary>
public sealed class KeyPool(ProviderHealth health, IOptions<KeyOptions> options, TimeProvider clock)
{
    private const int RestSeconds = 5;
    private const int LongestRestSeconds = 60;
    private const int ForbiddenRestSeconds = 600;
    private const int RefusedRestSeconds = 3600;

    // A job must know soon whether it is simulated; the housekeeping probes with more patience.
    private static readonly TimeSpan QuickProbe = TimeSpan.FromSeconds(1.5);

    private readonly TimeSpan _probeRest = TimeSpan.FromSeconds(options.Value.ProbeSeconds);
    private readonly ConcurrentDictionary<KeyFingerprint, long> _uses = new();

    /// <summary>The usable key with the fewest uses; or the verdict that says why there is none, at once and without a cent.</summary>
    public async Task<(KeyFingerprint? Key, Verdict? WhyNone)> PickAsync(IVideoProvider provider, decimal priceUsd, CancellationToken ct)
    {
        KeyHealth? best = null;
        foreach (var key in provider.Keys.OrderBy(key => _uses.GetValueOrDefault(key)))
        {
            var known = await health.OfAsync(provider.Name, key, ct);
            if (await IsUsableAsync(provider, key, known, priceUsd, ct))
            {
                _uses.AddOrUpdate(key, 1, (_, uses) => uses + 1);
                return (key, null);
            }

            best = best is null || known.State < best.State ? known : best;
        }

        return (null, WhyNone(best!));
    }

    /// <summary>Marks the key by what its submit came to.</summary>
    public async Task LearnAsync(IVideoProvider provider, KeyFingerprint key, Verdict verdict, decimal priceUsd, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var known = await health.OfAsync(provider.Name, key, ct);
        KeyHealth? learnt = verdict.Kind switch
        {
            VerdictKind.Accepted when known.State != KeyState.Live || known.Strikes > 0 => new(KeyState.Live, now),
            VerdictKind.CreditsExhausted => new(KeyState.Exhausted, now, now + _probeRest, NeededUsd: priceUsd, Detail: verdict.Detail),
            VerdictKind.KeyRefused => new(KeyState.Refused, now, now.AddSeconds(RefusedRestSeconds), Detail: verdict.Detail),
            VerdictKind.Forbidden => new(KeyState.Resting, now, now.AddSeconds(ForbiddenRestSeconds), Detail: verdict.Detail),
            VerdictKind.Throttled => new(KeyState.Resting, now, now.AddSeconds(RestOf(verdict, known.Strikes)), known.Strikes + 1, Detail: verdict.Detail),
            _ => null,
        };
        if (learnt is not null)
        {
            await health.SetAsync(provider.Name, key, learnt, ct);
        }
    }

    /// <summary>Asks again about every key that is out and whose rest is over.</summary>
    public async Task ProbeAsync(IVideoProvider provider, CancellationToken ct)
    {
        foreach (var key in provider.Keys)
        {
            var known = await health.OfAsync(provider.Name, key, ct);
            if (known.State is KeyState.Exhausted or KeyState.Refused && clock.GetUtcNow() >= known.Until)
            {
                await HasCreditsAsync(provider, key, known, known.NeededUsd, Timeout.InfiniteTimeSpan, ct);
            }
        }
    }

    private async ValueTask<bool> IsUsableAsync(IVideoProvider provider, KeyFingerprint key, KeyHealth known, decimal priceUsd, CancellationToken ct) =>
        known.State == KeyState.Live
        || (clock.GetUtcNow() >= known.Until
            && (known.State == KeyState.Resting || await HasCreditsAsync(provider, key, known, priceUsd, QuickProbe, ct)));

    private async Task<bool> HasCreditsAsync(
        IVideoProvider provider, KeyFingerprint key, KeyHealth known, decimal priceUsd, TimeSpan patience, CancellationToken ct)
    {
        // Put off first, so that of many jobs at once only one probes.
        var now = clock.GetUtcNow();
        await health.SetAsync(provider.Name, key, known with { Until = now + _probeRest }, ct);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        ProviderCredits? credits;
        try
        {
            credits = await provider.CreditsAsync(key, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }

        // Where the provider tells no balance, a real job is the probe.
        var good = credits is null || (credits.Trouble is null && credits.Balance * credits.UsdPerUnit >= priceUsd);
        if (good)
        {
            await health.SetAsync(provider.Name, key, new(KeyState.Live, now), ct);
        }

        return good;
    }

    private Verdict WhyNone(KeyHealth best) => best.State switch
    {
        KeyState.Exhausted => Verdict.CreditsExhausted(best.Detail ?? "No key has credits."),
        KeyState.Refused => Verdict.KeyRefused(best.Detail ?? "No key is accepted."),
        _ => Verdict.Throttled(best.Detail ?? "Every key rests.", (int)Math.Ceiling(((best.Until ?? clock.GetUtcNow()) - clock.GetUtcNow()).TotalSeconds)),
    };

    private static int RestOf(Verdict verdict, int strikes) =>
        Math.Max(1, verdict.RetryAfterSeconds ?? Math.Min(RestSeconds << Math.Min(strikes, 4), LongestRestSeconds));
}
