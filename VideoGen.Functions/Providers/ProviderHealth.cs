using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Providers;

/// <summary>The health of every key, in memory and in table <c>keys</c>: one partition a provider, one row a key that ever failed.</summary>
/// <remarks>What one process learns, the others see within seconds, and it survives a restart.</remarks>
public sealed class ProviderHealth(Storage storage, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private readonly StoredTable _table = storage.Table("keys");
    private readonly ConcurrentDictionary<string, Known> _known = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async ValueTask<KeyHealth> OfAsync(string provider, KeyFingerprint key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (!_known.TryGetValue(provider, out var known) || now - known.At > Fresh)
        {
            _known[provider] = known = new(now, await ReadAsync(provider, ct));
        }

        return known.Keys.GetValueOrDefault(key) ?? new(KeyState.Live, now);
    }

    /// <summary>Applies a change to what is known of the key; those who learn at once do so one after the other, in all processes.</summary>
    /// <returns>True when something changed.</returns>
    public async Task<bool> ChangeAsync(string provider, KeyFingerprint key, Func<KeyHealth, KeyHealth> change, CancellationToken ct)
    {
        var cached = await OfAsync(provider, key, ct);
        if (change(cached) == cached) return false;

        await _turn.WaitAsync(ct);
        try
        {
            return await StoreAsync(provider, key, change, ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<bool> StoreAsync(string provider, KeyFingerprint key, Func<KeyHealth, KeyHealth> change, CancellationToken ct)
    {
        var table = await _table.OpenAsync(ct);
        while (true)
        {
            var row = await table.GetEntityIfExistsAsync<TableEntity>(provider, key.Value, cancellationToken: ct);
            var before = row.HasValue ? HealthOf(row.Value!) : new(KeyState.Live, clock.GetUtcNow());
            var after = change(before);
            try
            {
                if (after != before)
                {
                    await WriteAsync(table, RowOf(provider, key, after), row.HasValue ? row.Value!.ETag : null, ct);
                }
            }
            catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
            {
                // Another process was first; look again.
                continue;
            }

            _known.GetOrAdd(provider, _ => new(clock.GetUtcNow(), [])).Keys[key] = after;
            return after != before;
        }
    }

    private static Task<Response> WriteAsync(TableClient table, TableEntity row, ETag? found, CancellationToken ct) =>
        found is { } etag ? table.UpdateEntityAsync(row, etag, TableUpdateMode.Replace, ct) : table.AddEntityAsync(row, ct);

    private async Task<ConcurrentDictionary<KeyFingerprint, KeyHealth>> ReadAsync(string provider, CancellationToken ct)
    {
        var keys = new ConcurrentDictionary<KeyFingerprint, KeyHealth>();
        var rows = (await _table.OpenAsync(ct)).QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {provider}"), cancellationToken: ct);
        await foreach (var row in rows)
        {
            keys[new(row.RowKey)] = HealthOf(row);
        }

        return keys;
    }

    private static TableEntity RowOf(string provider, KeyFingerprint key, KeyHealth health) => new(provider, key.Value)
    {
        ["State"] = health.State.ToString(),
        ["Since"] = health.Since,
        ["Until"] = health.Until,
        ["Strikes"] = health.Strikes,
        ["NeededUsd"] = (double)health.NeededUsd,
        ["Detail"] = health.Detail,
        ["HeldBack"] = health.HeldBack,
        ["Moderated"] = StoreJson.Write(health.Moderated),
    };

    private static KeyHealth HealthOf(TableEntity row) => new(
        Enum.Parse<KeyState>(row.GetString("State")!),
        row.GetDateTimeOffset("Since")!.Value,
        row.GetDateTimeOffset("Until"),
        row.GetInt32("Strikes") ?? 0,
        (decimal)(row.GetDouble("NeededUsd") ?? 0),
        row.GetString("Detail"))
    {
        HeldBack = row.GetBoolean("HeldBack") ?? false,
        Moderated = StoreJson.Read<IReadOnlyList<ModeratedTask>>(row.GetString("Moderated") ?? "[]"),
    };

    private sealed record Known(DateTimeOffset At, ConcurrentDictionary<KeyFingerprint, KeyHealth> Keys);
}
