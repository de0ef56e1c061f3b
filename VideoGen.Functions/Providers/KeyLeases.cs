using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Providers;

/// <summary>The tasks each key has under way. Table <c>leases</c>: one partition a provider, one row a task.</summary>
/// <remarks>
/// The table is used only where the count decides something: where several keys share the work, or a limit holds. It tells other processes, and the next one
/// after a crash. A lease whose end nobody noticed runs out by itself.
/// </remarks>
public sealed class KeyLeases(Storage storage, IOptions<KeyOptions> options, TimeProvider clock)
{
    private const string Task = "task-";
    private const int MostSwept = 100;

    // Longer than a task usually may take, the time it is held back included.
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(2);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private readonly StoredTable _table = storage.Table("leases");
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Board> _boards = [];

    /// <summary>Takes the least busy of the keys for an attempt; null when each has as many tasks as it may.</summary>
    public async Task<KeyFingerprint?> TakeAsync(IVideoProvider provider, IReadOnlyList<KeyFingerprint> keys, string attempt, CancellationToken ct)
    {
        await RefreshAsync(provider, ct);
        lock (_gate)
        {
            var board = BoardOf(provider);
            var now = clock.GetUtcNow();
            board.Forget(now);
            var limit = options.Value.Concurrency;
            var best = keys.Where(key => limit == 0 || board.Count(key, now) < limit)
                .OrderBy(key => board.Count(key, now)).ThenBy(key => board.LastUse.GetValueOrDefault(key)).FirstOrDefault();
            if (best is not null)
            {
                board.LastUse[best] = ++board.Uses;
                board.Leases[attempt] = new(best, now, now + Lasts);
            }

            return best;
        }
    }

    /// <summary>The attempt started nothing.</summary>
    public void Drop(IVideoProvider provider, string attempt)
    {
        lock (_gate)
        {
            BoardOf(provider).Leases.Remove(attempt);
        }
    }

    /// <summary>The attempt became a task.</summary>
    public async Task HoldAsync(IVideoProvider provider, string attempt, string task, KeyFingerprint key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var board = BoardOf(provider);
            board.Leases.Remove(attempt);
            board.Leases[NameOf(task)] = new(key, now, now + Lasts);
        }

        if (IsShared(provider))
        {
            var row = new TableEntity(provider.Name, NameOf(task)) { ["Key"] = key.Value, ["Until"] = now + Lasts };
            await (await _table.OpenAsync(ct)).UpsertEntityAsync(row, TableUpdateMode.Replace, ct);
        }
    }

    /// <summary>The task is still under way: a process that began after its submit learns of it.</summary>
    public void Keep(IVideoProvider provider, string task, KeyFingerprint key)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            BoardOf(provider).Leases[NameOf(task)] = new(key, now, now + Lasts);
        }
    }

    /// <summary>The task is over.</summary>
    public async Task ReleaseAsync(IVideoProvider provider, string task, CancellationToken ct)
    {
        lock (_gate)
        {
            BoardOf(provider).Leases.Remove(NameOf(task));
        }

        if (IsShared(provider))
        {
            await (await _table.OpenAsync(ct)).DeleteEntityAsync(provider.Name, NameOf(task), cancellationToken: ct);
        }
    }

    public async ValueTask<int> CountAsync(IVideoProvider provider, KeyFingerprint key, CancellationToken ct)
    {
        await RefreshAsync(provider, ct);
        lock (_gate)
        {
            return BoardOf(provider).Count(key, clock.GetUtcNow());
        }
    }

    private bool IsShared(IVideoProvider provider) => provider.Keys.Count > 1 || options.Value.Concurrency > 0;

    private async ValueTask RefreshAsync(IVideoProvider provider, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var board = BoardOf(provider);
            if (!IsShared(provider) || now - board.ReadAt < Fresh) return;

            board.ReadAt = now;
        }

        var (rows, expired) = (new Dictionary<string, Lease>(), new List<string>());
        var table = await _table.OpenAsync(ct);
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {provider.Name}"), cancellationToken: ct))
        {
            var lease = new Lease(new(row.GetString("Key")!), now, row.GetDateTimeOffset("Until")!.Value);
            if (lease.Until > now)
            {
                rows[row.RowKey] = lease;
            }
            else if (expired.Count < MostSwept)
            {
                expired.Add(row.RowKey);
            }
        }

        lock (_gate)
        {
            BoardOf(provider).Take(rows, now);
        }

        foreach (var row in expired)
        {
            await table.DeleteEntityAsync(provider.Name, row, cancellationToken: ct);
        }
    }

    private Board BoardOf(IVideoProvider provider)
    {
        if (!_boards.TryGetValue(provider.Name, out var board))
        {
            _boards[provider.Name] = board = new();
        }

        return board;
    }

    // A task's name may hold what a row key may not.
    private static string NameOf(string task) => Task + KeyFingerprint.Of(task).Value;

    private static bool IsTask(string name) => name.StartsWith(Task, StringComparison.Ordinal);

    private sealed record Lease(KeyFingerprint Key, DateTimeOffset SeenAt, DateTimeOffset Until);

    private sealed class Board
    {
        private DateTimeOffset _forgetAt;

        public Dictionary<string, Lease> Leases { get; } = [];

        public Dictionary<KeyFingerprint, long> LastUse { get; } = [];

        public long Uses { get; set; }

        public DateTimeOffset ReadAt { get; set; }

        public int Count(KeyFingerprint key, DateTimeOffset now) => Leases.Values.Count(lease => lease.Key == key && lease.Until > now);

        /// <summary>Takes over what the table said; what came here while it was read stays.</summary>
        public void Take(Dictionary<string, Lease> rows, DateTimeOffset readAt)
        {
            foreach (var name in Leases.Where(lease => IsTask(lease.Key) && lease.Value.SeenAt < readAt).Select(lease => lease.Key).ToList())
            {
                Leases.Remove(name);
            }

            foreach (var (name, lease) in rows)
            {
                Leases[name] = lease;
            }
        }

        public void Forget(DateTimeOffset now)
        {
            if (now < _forgetAt) return;

            _forgetAt = now.AddMinutes(1);
            foreach (var name in Leases.Where(lease => lease.Value.Until <= now).Select(lease => lease.Key).ToList())
            {
                Leases.Remove(name);
            }
        }
    }
}
