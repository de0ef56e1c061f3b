using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;

namespace VideoGen.Functions.Stores;

/// <summary>What a caller's key belongs to: a job, or an upload. Table <c>idempotency</c>: one partition a user, one row a key.</summary>
public sealed class IdempotencyStore(Storage storage, TimeProvider clock)
{
    private readonly StoredTable _table = storage.Table("idempotency");

    /// <summary>Claims the key for what is being started; where it is taken, says for what, and for which request.</summary>
    /// <remarks>Whoever adds the row first decides; of many who try at once all get the same answer.</remarks>
    public async Task<(string Id, string RequestHash, bool IsNew)> ClaimAsync(string user, string key, string requestHash, string id, CancellationToken ct)
    {
        var table = await _table.OpenAsync(ct);
        var row = new TableEntity(user, RowKey(key)) { ["Id"] = id, ["Request"] = requestHash, ["At"] = clock.GetUtcNow() };
        try
        {
            await table.AddEntityAsync(row, ct);
            return (id, requestHash, true);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            var taken = (await table.GetEntityAsync<TableEntity>(user, row.RowKey, cancellationToken: ct)).Value;
            return (taken.GetString("Id")!, taken.GetString("Request")!, false);
        }
    }

    /// <summary>What the key is claimed for; null while it is free.</summary>
    public async Task<(string Id, string RequestHash)?> FindAsync(string user, string key, CancellationToken ct)
    {
        var row = await (await _table.OpenAsync(ct)).GetEntityIfExistsAsync<TableEntity>(user, RowKey(key), cancellationToken: ct);
        return row.HasValue ? (row.Value!.GetString("Id")!, row.Value.GetString("Request")!) : null;
    }

    public async Task ReleaseAsync(string user, string key, CancellationToken ct) =>
        await (await _table.OpenAsync(ct)).DeleteEntityAsync(user, RowKey(key), cancellationToken: ct);

    /// <summary>Forgets keys claimed before a time; at most so many at once.</summary>
    public async Task<int> ForgetAsync(DateTimeOffset before, int most, CancellationToken ct)
    {
        var table = await _table.OpenAsync(ct);
        var forgotten = 0;
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"At lt {before}"), cancellationToken: ct))
        {
            if (forgotten == most) break;

            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: ct);
            forgotten++;
        }

        return forgotten;
    }

    // A caller's key may hold characters a row key may not.
    private static string RowKey(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
