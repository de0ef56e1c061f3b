using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using VideoGen.Domain.Insight;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Stores;

/// <summary>A job whose end has not been counted yet.</summary>
public sealed record OpenJob(string User, JobId Id, DateTimeOffset At);

/// <summary>The jobs of all users that are open, and numbers about those that ended. Table <c>tallies</c>: a few partitions, in each a row an open job and a row an hour.</summary>
/// <remarks>
/// A job's row is there before its record is. It goes in the very transaction that adds the job to the hour of its end: so each is counted once, however often that
/// is tried, and what a crash cut off is found among the open ones. Nobody ever looks through all jobs that there were.
/// </remarks>
public sealed class JobTallies(Storage storage, TimeProvider clock)
{
    /// <summary>So many partitions share the writes, without waiting for each other.</summary>
    private const int Shards = 4;

    private const int MostTries = 100;
    private const string Hour = "h";
    private const string Late = "l";
    private const string Open = "o";

    private readonly StoredTable _table = storage.Table("tallies");

    public async Task OpenAsync(string user, JobId id, CancellationToken ct) => await (await _table.OpenAsync(ct)).UpsertEntityAsync(
        new TableEntity(PartitionOf(id), Open + id.Value) { ["User"] = user, ["At"] = clock.GetUtcNow() }, TableUpdateMode.Replace, ct);

    /// <summary>Takes a job that never came to be off the open ones, without counting it.</summary>
    public async Task RemoveAsync(JobId id, CancellationToken ct) =>
        await (await _table.OpenAsync(ct)).DeleteEntityAsync(PartitionOf(id), Open + id.Value, cancellationToken: ct);

    /// <summary>Counts a job that is over, and takes it off the open ones; false when that is done already.</summary>
    public Task<bool> CloseAsync(Job job, CancellationToken ct) =>
        CountAsync(job, Tallies.Of(job), new(TableTransactionActionType.Delete, new TableEntity(PartitionOf(job.Id), Open + job.Id.Value), ETag.All), ct);

    /// <summary>Counts what was charged for a result that came after the end of its job; false when that is done already.</summary>
    public Task<bool> AddLateAsync(Job job, int index, string provider, decimal usd, CancellationToken ct) =>
        CountAsync(job, Tallies.OfLate(job, provider, usd), new(TableTransactionActionType.Add, new TableEntity(PartitionOf(job.Id), $"{Late}{job.Id}-{index}")), ct);

    public async IAsyncEnumerable<OpenJob> OpenOnesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var shard in Enumerable.Range(0, Shards))
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(shard)} and RowKey ge {Open}");
            await foreach (var row in (await _table.OpenAsync(ct)).QueryAsync<TableEntity>(filter, cancellationToken: ct))
            {
                yield return new(row.GetString("User")!, JobId.TryParse(row.RowKey[Open.Length..])!, row.GetDateTimeOffset("At")!.Value);
            }
        }
    }

    /// <summary>All jobs that ended in a stretch of whole hours, the last included.</summary>
    public async Task<Tallies> ReadAsync(DateTime from, DateTime to, CancellationToken ct)
    {
        var shards = await Task.WhenAll(Enumerable.Range(0, Shards).Select(shard => ReadAsync(Partition(shard), RowOf(from), RowOf(to), ct)));
        return shards.Aggregate((all, some) => all.Plus(some));
    }

    /// <summary>Adds to the hour in which the job ended, together with what can be done but once.</summary>
    private async Task<bool> CountAsync(Job job, Tallies more, TableTransactionAction once, CancellationToken ct)
    {
        var (partition, hour) = (PartitionOf(job.Id), RowOf(job.CompletedAt!.Value.UtcDateTime));
        var table = await _table.OpenAsync(ct);
        for (var tries = 1; ; tries++)
        {
            var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, hour, cancellationToken: ct);
            var before = found.HasValue ? found.Value : null;
            var row = new TableEntity(partition, hour) { ["Tallies"] = StoreJson.Write((before is null ? Tallies.None : Read(before)).Plus(more).By) };
            try
            {
                await table.SubmitTransactionAsync(
                    [once, before is null ? new(TableTransactionActionType.Add, row) : new(TableTransactionActionType.UpdateReplace, row, before.ETag)], ct);
                return true;
            }
            catch (TableTransactionFailedException e) when (e.FailedTransactionActionIndex == 0)
            {
                // It is counted.
                return false;
            }
            catch (TableTransactionFailedException e) when (e.Status is 409 or 412 && tries < MostTries)
            {
                // Another job that ended in this hour was first.
            }
        }
    }

    private async Task<Tallies> ReadAsync(string partition, string first, string last, CancellationToken ct)
    {
        var sum = Tallies.None;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey le {last}");
        await foreach (var row in (await _table.OpenAsync(ct)).QueryAsync<TableEntity>(filter, cancellationToken: ct))
        {
            sum = sum.Plus(Read(row));
        }

        return sum;
    }

    private static Tallies Read(TableEntity row) => new(StoreJson.Read<Dictionary<string, Tally>>(row.GetString("Tallies")));

    // The last character of an id is by chance.
    private static string PartitionOf(JobId id) => Partition(id.Value[^1] % Shards);

    private static string Partition(int shard) => FormattableString.Invariant($"{shard}");

    private static string RowOf(DateTime hour) => FormattableString.Invariant($"{Hour}{hour:yyyyMMddHH}");
}
