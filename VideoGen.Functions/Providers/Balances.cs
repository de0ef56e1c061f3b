using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Providers;

/// <summary>What is left on a provider's keys, as the provider says when asked.</summary>
public sealed class Balances(ProviderRegistry providers, KeyPool pool)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<ProviderBalance> OfAsync(string provider, CancellationToken ct)
    {
        var keys = new List<KeyBalance>();
        var found = providers.Find(provider);
        foreach (var key in found?.Keys ?? [])
        {
            var credits = await AskAsync(found!, key, ct);
            keys.Add(new(key, (await pool.DescribeAsync(found!, key, ct)).State, credits));
        }

        return new(provider, found is not null, keys);
    }

    // Whoever asks waits for the answer, and a provider that is down is asked again and again.
    private async Task<ProviderCredits?> AskAsync(IVideoProvider provider, KeyFingerprint key, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            return await pool.AskAsync(provider, key, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(null, "", 0, Verdict.Outage($"{provider.Name} did not answer within {Patience.TotalSeconds} seconds."));
        }
    }
}

/// <summary>What is left on all keys of a provider.</summary>
public sealed record ProviderBalance(string Provider, bool Configured, IReadOnlyList<KeyBalance> Keys)
{
    /// <summary>In the provider's unit; null where no key tells.</summary>
    public decimal? Balance => Told.Count == 0 ? null : Told.Sum(credits => credits.Balance);

    public decimal? BalanceUsd => Told.Count == 0 ? null : Told.Sum(credits => credits.Balance * credits.UsdPerUnit);

    public string? Unit => Keys.Select(key => key.Credits?.Unit).FirstOrDefault(unit => unit is not null);

    private List<ProviderCredits> Told => [.. Keys.Select(key => key.Credits).OfType<ProviderCredits>().Where(credits => credits.Balance is not null)];

    /// <summary>Whether one key has enough for a job of this price, or does not tell.</summary>
    public bool CanPay(decimal priceUsd) => Keys.Any(key => key.Credits is null
        || (key.Credits.Trouble is null && key.Credits.Balance > 0 && key.Credits.Balance * key.Credits.UsdPerUnit >= priceUsd));
}

/// <summary>What is left on a key.</summary>
/// <param name="Credits">Null where the provider never tells.</param>
public sealed record KeyBalance(KeyFingerprint Key, KeyState State, ProviderCredits? Credits);
