using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using VideoGen.Domain;
using VideoGen.Domain.Points;

namespace VideoGen.Functions.Stores;

/// <summary>A user's account as it is kept, with the plan an administrator chose; null for the usual one.</summary>
public sealed record StoredAccount(Account Account, string? Plan);

/// <summary>What a job, or a grant, has put on the ledger, so that nothing is put there twice.</summary>
/// <param name="IsOpen">Whether points are set aside still.</param>
/// <param name="Entry">The latest entry.</param>
public sealed record Mark(bool IsOpen, Entry Entry);

/// <summary>What is to be written together, or not at all.</summary>
public sealed record Posting(IReadOnlyList<Entry> Entries, Mark? Mark = null, string? Plan = null);

/// <summary>
/// The ledger of points. Table <c>points</c>: one partition a user, with a row <c>account</c>, a row <c>entry_{yyyyMM}_{number}</c> for each entry,
/// and a row <c>mark_{id}</c> for each job.
/// </summary>
/// <remarks>
/// Entries and account are written in one transaction, on the account's ETag: whoever comes second looks again, so that of many starts at once no more
/// are admitted than there are points for. Entries are never changed.
/// </remarks>
public sealed class PointsStore(Storage storage)
{
    private const string AccountRow = "account";

    // On one instance those of one user go one after the other; across instances the ETag decides, and somebody always gets through.
    private const int MostTries = 100;

    private readonly StoredTable _table = storage.Table("points");
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    public async Task<StoredAccount> FindAsync(string user, CancellationToken ct) => AccountOf(await ReadAsync(user, AccountRow, ct));

    /// <summary>Writes what is decided on the account as it is; nothing when nothing is.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="mark">The name of the mark it is about; null for none.</param>
    /// <param name="decide">Given account and mark; may be asked again when another was first.</param>
    /// <param name="ct">Ends it.</param>
    /// <param name="before">What must be there before anything is written; nothing when null.</param>
    /// <returns>What was written.</returns>
    public async Task<Posting?> PostAsync(
        string user, string? mark, Func<StoredAccount, Mark?, Posting?> decide, CancellationToken ct, Func<Task>? before = null)
    {
        var table = await _table.OpenAsync(ct);
        var turn = _turns[(uint)user.GetHashCode(StringComparison.Ordinal) % _turns.Length];
        await turn.WaitAsync(ct);
        try
        {
            for (var tries = 0; tries < MostTries; tries++)
            {
                var accountRow = await ReadAsync(user, AccountRow, ct);
                var markRow = mark is null ? null : await ReadAsync(user, MarkRow(mark), ct);
                var stored = AccountOf(accountRow);
                if (decide(stored, markRow is null ? null : MarkOf(markRow)) is not { } posting) return null;

                if (before is not null) await before();
                try
                {
                    await table.SubmitTransactionAsync(ActionsOf(user, mark, posting, stored, accountRow, markRow), ct);
                    return posting;
                }
                catch (RequestFailedException e) when (e.Status is 409 or 412)
                {
                    // Somebody else was first; look again.
                }
            }
        }
        finally
        {
            turn.Release();
        }

        throw new ProblemException(Errors.LimitIsExceeded, "Too many requests of this user at once.", retryAfterSeconds: 1);
    }

    /// <summary>The entries of a month, oldest first; of all months when none is given.</summary>
    public async IAsyncEnumerable<Entry> EntriesAsync(string user, int? month, [EnumeratorCancellation] CancellationToken ct)
    {
        var prefix = month is { } number ? string.Create(CultureInfo.InvariantCulture, $"entry_{number}_") : "entry_";
        // The character after the underscore.
        var end = prefix[..^1] + '`';
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {user} and RowKey ge {prefix} and RowKey lt {end}");
        await foreach (var row in (await _table.OpenAsync(ct)).QueryAsync<TableEntity>(filter, cancellationToken: ct))
        {
            yield return StoreJson.Read<Entry>(row.GetString("Entry"));
        }
    }

    private static List<TableTransactionAction> ActionsOf(
        string user, string? mark, Posting posting, StoredAccount stored, TableEntity? accountRow, TableEntity? markRow)
    {
        var account = stored.Account;
        var actions = new List<TableTransactionAction>();
        foreach (var entry in posting.Entries)
        {
            account = Ledger.Apply(account, entry);
            actions.Add(new(TableTransactionActionType.Add, new TableEntity(user, EntryRow(account)) { ["Entry"] = StoreJson.Write(entry) }));
        }

        actions.Add(Write(accountRow, new(user, AccountRow) { ["Account"] = StoreJson.Write(account), ["Plan"] = posting.Plan ?? stored.Plan }));
        if (mark is not null && posting.Mark is { } made)
        {
            actions.Add(Write(markRow, new(user, MarkRow(mark)) { ["IsOpen"] = made.IsOpen, ["Entry"] = StoreJson.Write(made.Entry) }));
        }

        return actions;

        static TableTransactionAction Write(TableEntity? before, TableEntity after) => before is null
            ? new(TableTransactionActionType.Add, after)
            : new(TableTransactionActionType.UpdateReplace, after, before.ETag);
    }

    private async Task<TableEntity?> ReadAsync(string user, string row, CancellationToken ct)
    {
        var found = await (await _table.OpenAsync(ct)).GetEntityIfExistsAsync<TableEntity>(user, row, cancellationToken: ct);
        return found.HasValue ? found.Value : null;
    }

    private static StoredAccount AccountOf(TableEntity? row) =>
        row is null ? new(new(), null) : new(StoreJson.Read<Account>(row.GetString("Account")), row.GetString("Plan"));

    private static Mark MarkOf(TableEntity row) => new(row.GetBoolean("IsOpen")!.Value, StoreJson.Read<Entry>(row.GetString("Entry")));

    private static string EntryRow(Account account) => string.Create(CultureInfo.InvariantCulture, $"entry_{account.Month:D6}_{account.Entries:D12}");

    private static string MarkRow(string mark) => $"mark_{mark}";
}
