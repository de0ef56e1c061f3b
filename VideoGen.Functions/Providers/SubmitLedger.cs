using System.Globalization;
using Azure;
using Azure.Data.Tables;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Providers;

/// <summary>One submit of one job: unique, and the same when an activity runs again.</summary>
public sealed record Attempt(JobId JobId, int Index, int Number)
{
    public override string ToString() => $"{JobId}-{Index}-{Number}";

    /// <summary>Null for what cannot be one.</summary>
    public static Attempt? TryParse(string? text) =>
        text?.Split('-') is [var job, var index, var number] && JobId.TryParse(job) is { } id
        && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var i)
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? new(id, i, n)
            : null;
}

/// <summary>What the ledger holds of an attempt: with a verdict it is settled, without one nobody knows.</summary>
public sealed record LedgerEntry(KeyFingerprint Key, Verdict? Receipt);

/// <summary>The guard against paying twice: the intent is written before a submit, the receipt after it. Table <c>submits</c>: one partition a job, one row an attempt.</summary>
/// <remarks>Whoever finds an intent without a receipt must not submit: the request may have left before a crash.</remarks>
public sealed class SubmitLedger(Storage storage, TimeProvider clock)
{
    private readonly StoredTable _table = storage.Table("submits");

    /// <summary>Null when the intent is new, and the submit may be made; else what is there.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="provider">Who gets it.</param>
    /// <param name="model">For which model.</param>
    /// <param name="key">With which key.</param>
    /// <param name="knownAs">The earlier attempt whose name the provider gets, where this one repeats it.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<LedgerEntry?> IntendAsync(
        Attempt attempt, string provider, string model, KeyFingerprint key, Attempt? knownAs, CancellationToken ct)
    {
        var table = await _table.OpenAsync(ct);
        var row = new TableEntity(attempt.JobId.Value, RowKey(attempt))
        {
            ["Provider"] = provider,
            ["Model"] = model,
            ["Key"] = key.Value,
            ["At"] = clock.GetUtcNow(),
            ["KnownAs"] = knownAs?.ToString(),
        };
        try
        {
            await table.AddEntityAsync(row, ct);
            return null;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return await FindAsync(attempt, ct);
        }
    }

    public async Task<LedgerEntry?> FindAsync(Attempt attempt, CancellationToken ct)
    {
        var found = await (await _table.OpenAsync(ct)).GetEntityIfExistsAsync<TableEntity>(attempt.JobId.Value, RowKey(attempt), cancellationToken: ct);
        return found.HasValue
            ? new(new(found.Value!.GetString("Key")!), found.Value!.GetString("Receipt") is { } receipt ? StoreJson.Read<Verdict>(receipt) : null)
            : null;
    }

    public async Task SettleAsync(Attempt attempt, Verdict receipt, CancellationToken ct) =>
        await (await _table.OpenAsync(ct)).UpsertEntityAsync(
            new TableEntity(attempt.JobId.Value, RowKey(attempt)) { ["Receipt"] = StoreJson.Write(receipt), ["SettledAt"] = clock.GetUtcNow() },
            TableUpdateMode.Merge,
            ct);

    public async Task DeleteAsync(JobId jobId, CancellationToken ct)
    {
        var table = await _table.OpenAsync(ct);
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {jobId.Value}"), cancellationToken: ct))
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: ct);
        }
    }

    private static string RowKey(Attempt attempt) => $"{attempt.Index}-{attempt.Number:D3}";
}
