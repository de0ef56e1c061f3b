using System.Collections.Concurrent;
using Azure.Data.Tables;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Providers;

/// <summary>Whether a key can be used.</summary>
public enum KeyState
{
    Live,

    /// <summary>Throttled, or may not do what was asked; used again after its rest.</summary>
    Resting,

    /// <summary>Without credits; used again once a probe finds some.</summary>
    Exhausted,

    /// <summary>Wrong or suspended; asked about now and then.</summary>
    Refused,
}

/// <summary>What is known of a key.</summary>
/// <param name="State">Whether it can be used.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">When a key that is not live is tried or probed again.</param>
/// <param name="Strikes">How often in a row it was throttled.</param>
/// <param name="NeededUsd">What the job cost that found it without credits.</param>
/// <param name="Detail">The provider's words.</param>
public sealed record KeyHealth(
    KeyState State,
    DateTimeOffset Since,
    DateTimeOffset? Until = null,
    int Strikes = 0,
    decimal NeededUsd = 0,
    string? Detail = null);

/// <summary>The health of every key, in memory and in table <c>keys</c>: one partition a provider, one row a key that ever failed.</summary>
/// <remarks>What one process learns, the others see within seconds, and it survives a restart.</remarks>
public sealed class ProviderHealth(Storage storage, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private readonly StoredTable _table = storage.Table("keys");
    private readonly ConcurrentDictionary<string, Known> _known = new();

    public async ValueTask<KeyHealth> OfAsync(string provider, KeyFingerprint key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (!_known.TryGetValue(provider, out var known) || now - known.At > Fresh)
        {
            _known[provider] = known = new(now, await ReadAsync(provider, ct));
        }

        return known.Keys.GetValueOrDefault(key) ?? new(KeyState.Live, now);
    }

    public async Task SetAsync(string provider, KeyFingerprint key, KeyHealth health, CancellationToken ct)
    {
        _known.GetOrAdd(provider, _ => new(clock.GetUtcNow(), [])).Keys[key] = health;
        var row = new TableEntity(provider, key.Value)
        {
            ["State"] = health.State.ToString(),
            ["Since"] = health.Since,
            ["Until"] = health.Until ?? DateTimeOffset.MaxValue,
            ["Strikes"] = health.Strikes,
            ["NeededUsd"] = (double)health.NeededUsd,
            ["Detail"] = health.Detail ?? "",
        };
        await (await _table.OpenAsync(ct)).UpsertEntityAsync(row, TableUpdateMode.Replace, ct);
    }

    private async Task<ConcurrentDictionary<KeyFingerprint, KeyHealth>> ReadAsync(string provider, CancellationToken ct)
    {
        var keys = new ConcurrentDictionary<KeyFingerprint, KeyHealth>();
        var rows = (await _table.OpenAsync(ct)).QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {provider}"), cancellationToken: ct);
        await foreach (var row in rows)
        {
            keys[new(row.RowKey)] = new(
                Enum.Parse<KeyState>(row.GetString("State")!),
                row.GetDateTimeOffset("Since")!.Value,
                row.GetDateTimeOffset("Until"),
                row.GetInt32("Strikes") ?? 0,
                (decimal)(row.GetDouble("NeededUsd") ?? 0),
                row.GetString("Detail"));
        }

        return keys;
    }

    private sealed record Known(DateTimeOffset At, ConcurrentDictionary<KeyFingerprint, KeyHealth> Keys);
}
