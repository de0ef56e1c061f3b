using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using VideoGen.Domain;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Stores;

/// <summary>A job with the plan it runs by, and the key its caller gave to start it only once.</summary>
public sealed record StoredJob(Job Job, JobPlan Plan, string? IdempotencyKey, ETag ETag);

/// <summary>Which jobs a gallery shows. A <paramref name="Note"/> is one of the job's metadata, by name and value.</summary>
public sealed record JobFilter(
    IReadOnlyList<string>? Statuses = null,
    string? Style = null,
    string? Platform = null,
    string? Provider = null,
    string? Mode = null,
    string? Tag = null,
    string? Text = null,
    string? Post = null,
    string? Group = null,
    KeyValuePair<string, string>? Note = null)
{
    /// <summary>Whether it asks for what is no column, so that rows must be looked through.</summary>
    public bool LooksThrough => Tag is not null || Text is not null || Note is not null;
}

/// <summary>The jobs. Table <c>jobs</c>: one partition a user, one row a job; the id sorts newest first, so a screen is one query.</summary>
/// <remarks>What this process wrote last of a job that is open is the first guess at what is there, so a change seldom reads before it writes; the ETag tells when somebody else was there.</remarks>
public sealed class JobStore(Storage storage)
{
    // What a filter on tags or text may look through in one request.
    private const int LongestScan = 1000;
    private const int ScanPage = 200;

    // Ids alone are cheap.
    private const int MostKeys = 20_000;

    private const int MostGuesses = 1000;

    // The request has a column of its own.
    private static readonly JobRequest Elsewhere = new();

    private readonly StoredTable _table = storage.Table("jobs");
    private readonly ConcurrentDictionary<JobId, (Job Job, ETag ETag)> _guesses = new();

    /// <summary>False when it is there already.</summary>
    public async Task<bool> AddAsync(Job job, JobPlan plan, string? idempotencyKey, CancellationToken ct)
    {
        var row = RowOf(job);
        row["Plan"] = StoreJson.Write(plan);
        row["IdempotencyKey"] = idempotencyKey;
        try
        {
            Guess(job, await (await _table.OpenAsync(ct)).AddEntityAsync(row, ct));
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    public async Task<StoredJob?> FindAsync(string user, JobId id, CancellationToken ct)
    {
        var row = await (await _table.OpenAsync(ct)).GetEntityIfExistsAsync<TableEntity>(user, id.Value, cancellationToken: ct);
        return row.HasValue ? StoredOf(row.Value!) : null;
    }

    /// <summary>Applies a change to the job as it is; two who change it at once do so one after the other. Null when there is none.</summary>
    public async Task<Job?> ChangeAsync(string user, JobId id, Func<Job, Job> change, CancellationToken ct)
    {
        var table = await _table.OpenAsync(ct);
        for (var isGuess = _guesses.TryRemove(id, out var known) && known.Job.User == user; ; isGuess = false)
        {
            if (!isGuess)
            {
                if (await FindAsync(user, id, ct) is not { } stored) return null;

                known = (stored.Job, stored.ETag);
            }

            var changed = change(known.Job);
            if (changed == known.Job)
            {
                if (isGuess) continue;

                return changed;
            }

            try
            {
                Guess(changed, await table.UpdateEntityAsync(RowOf(changed), known.ETag, TableUpdateMode.Merge, ct));
                return changed;
            }
            catch (RequestFailedException e) when (e.Status is 412 or 404)
            {
                // Somebody else was first; look again.
            }
        }
    }

    /// <summary>A page of a user's jobs, newest first, from the one after <paramref name="after"/> on.</summary>
    /// <returns>The jobs, and the id to go on after; null at the end.</returns>
    public async Task<(IReadOnlyList<Job> Jobs, string? Next)> ListAsync(string user, JobFilter filter, string? after, int limit, CancellationToken ct)
    {
        var found = new List<Job>();
        var seen = 0;
        var query = (await _table.OpenAsync(ct)).QueryAsync<TableEntity>(ToOData(user, filter, after), PageSize(filter, limit), cancellationToken: ct);
        string? last = null;
        await foreach (var row in query)
        {
            if (found.Count == limit || seen == LongestScan) return (found, last);

            seen++;
            last = row.RowKey;
            var job = JobOf(row);
            if (Matches(job, filter))
            {
                found.Add(job);
            }
        }

        return (found, null);
    }

    /// <summary>A page of a user's jobs, oldest first, from the one after <paramref name="after"/> on.</summary>
    /// <remarks>The table reads newest first, so the ids of all that are newer than <paramref name="after"/> are looked through.</remarks>
    /// <returns>The jobs, and the id to go on after; null at the end.</returns>
    /// <exception cref="ProblemException">They are too many.</exception>
    public async Task<(IReadOnlyList<Job> Jobs, string? Next)> ListOldestAsync(string user, string? after, int limit, CancellationToken ct)
    {
        var table = await _table.OpenAsync(ct);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {user}")
            + (after is null ? "" : " and " + TableClient.CreateQueryFilter($"RowKey lt {after}"));
        var oldest = new Queue<string>();
        var seen = 0;
        await foreach (var row in table.QueryAsync<TableEntity>(filter, LongestScan, ["RowKey"], ct))
        {
            if (++seen > MostKeys) throw Errors.InvalidRequest("order", $"must be desc in a list of more than {MostKeys} videos.");

            oldest.Enqueue(row.RowKey);
            if (oldest.Count > limit + 1) oldest.Dequeue();
        }

        if (oldest.Count == 0) return ([], null);

        var hasMore = oldest.Count > limit;
        if (hasMore) oldest.Dequeue();
        filter += " and " + TableClient.CreateQueryFilter($"RowKey ge {oldest.Peek()}");
        var found = new List<Job>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, limit, cancellationToken: ct))
        {
            found.Insert(0, JobOf(row));
        }

        return (found, hasMore && found.Count > 0 ? found[^1].Id.Value : null);
    }

    /// <summary>How many of a user's newest jobs are in which state; no more are looked at than one scan may take.</summary>
    public async Task<IReadOnlyDictionary<JobStatus, int>> CountAsync(string user, CancellationToken ct)
    {
        var query = (await _table.OpenAsync(ct)).QueryAsync<TableEntity>(ToOData(user, new(), null), LongestScan, ["RowKey", "Status"], ct);
        var counts = new Dictionary<JobStatus, int>();
        var seen = 0;
        await foreach (var row in query)
        {
            var status = StoreJson.Read<JobStatus>($"\"{row.GetString("Status")}\"");
            counts[status] = counts.GetValueOrDefault(status) + 1;
            if (++seen == LongestScan) break;
        }

        return counts;
    }

    public async Task DeleteAsync(string user, JobId id, CancellationToken ct)
    {
        _guesses.TryRemove(id, out _);
        await (await _table.OpenAsync(ct)).DeleteEntityAsync(user, id.Value, cancellationToken: ct);
    }

    /// <summary>Reads something, whatever: the store answers.</summary>
    public async Task PingAsync(CancellationToken ct) =>
        await (await _table.OpenAsync(ct)).GetEntityIfExistsAsync<TableEntity>("ping", "ping", cancellationToken: ct);

    private void Guess(Job job, Response written)
    {
        if (job.IsOver || written.Headers.ETag is not { } etag) return;

        if (_guesses.Count >= MostGuesses) _guesses.Clear();
        _guesses[job.Id] = (job, etag);
    }

    private static int PageSize(JobFilter filter, int limit) => filter.LooksThrough ? ScanPage : limit + 1;

    private static string ToOData(string user, JobFilter filter, string? after)
    {
        List<string> parts = [TableClient.CreateQueryFilter($"PartitionKey eq {user}")];
        if (after is not null)
        {
            parts.Add(TableClient.CreateQueryFilter($"RowKey gt {after}"));
        }

        if (filter.Statuses is { } statuses)
        {
            parts.Add($"({string.Join(" or ", statuses.Select(status => TableClient.CreateQueryFilter($"Status eq {status}")))})");
        }

        foreach (var (column, value) in new[]
        {
            ("Style", filter.Style), ("Platform", filter.Platform), ("Provider", filter.Provider), ("Mode", filter.Mode),
            ("Post", filter.Post),
            ("Group", filter.Group),
        })
        {
            if (value is not null)
            {
                parts.Add(column + TableClient.CreateQueryFilter($" eq {value}"));
            }
        }

        return string.Join(" and ", parts);
    }

    // Tags, text and metadata are not columns a query could use.
    private static bool Matches(Job job, JobFilter filter) =>
        (filter.Tag is null || job.Request.Tags.Contains(filter.Tag))
        && (filter.Text is null || job.Request.Prompt!.Contains(filter.Text, StringComparison.OrdinalIgnoreCase))
        && (filter.Note is not { } note || job.Request.Metadata.Contains(note));

    private static TableEntity RowOf(Job job) => new(job.User, job.Id.Value)
    {
        ["Status"] = Word(job.Status),
        ["Style"] = job.Request.Style,
        ["Platform"] = job.Request.Platform,
        ["Provider"] = job.Provider,
        ["Group"] = job.Request.Group,
        ["Mode"] = job.Mode is { } mode ? Word(mode) : null,
        // An empty text, as a change of the row would leave alone what is null.
        ["Post"] = job.Post?.Id ?? "",
        ["CreatedAt"] = job.CreatedAt,
        ["Request"] = StoreJson.Write(job.Request),
        ["Trace"] = StoreJson.Write(job.Trace),
        ["Job"] = StoreJson.Write(job with { Request = Elsewhere, Trace = [] }),
    };

    private static StoredJob StoredOf(TableEntity row) =>
        new(JobOf(row), StoreJson.Read<JobPlan>(row.GetString("Plan")), row.GetString("IdempotencyKey"), row.ETag);

    private static Job JobOf(TableEntity row) => StoreJson.Read<Job>(row.GetString("Job")) with
    {
        Request = StoreJson.Read<JobRequest>(row.GetString("Request")),
        Trace = StoreJson.Read<IReadOnlyList<TraceEntry>>(row.GetString("Trace")),
    };

    private static string Word<T>(T value) => StoreJson.Write(value).Trim('"');
}
