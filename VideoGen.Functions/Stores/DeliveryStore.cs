using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Azure;
using Azure.Data.Tables;

namespace VideoGen.Functions.Stores;

/// <summary>One event on its way to one receiver.</summary>
public sealed record Delivery
{
    public required string Id { get; init; }

    public required string User { get; init; }

    /// <summary>A subscription's id, or one of <see cref="DeliveryTarget"/>.</summary>
    public required string Target { get; init; }

    /// <summary>Where it goes; a subscription's own address, as it is at the time, wins.</summary>
    public required string Url { get; init; }

    /// <summary>The receiver's key against doubles: the same however often it is sent.</summary>
    public required string EventId { get; init; }

    public required string Type { get; init; }

    public string? JobId { get; init; }

    /// <summary>As it is sent, every time.</summary>
    public required string Body { get; init; }

    public DeliveryStatus Status { get; init; }

    /// <summary>Counts how often the sending was begun anew, on request.</summary>
    public int Round { get; init; }

    /// <summary>The latest ones.</summary>
    public IReadOnlyList<DeliveryAttempt> Attempts { get; init; } = [];

    /// <summary>When it is sent next; null when it is over.</summary>
    public DateTimeOffset? NextAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Receivers that nobody subscribed.</summary>
public static class DeliveryTarget
{
    /// <summary>The address given with a job.</summary>
    public const string Job = "job";

    /// <summary>The address in the settings.</summary>
    public const string Service = "service";
}

[JsonConverter(typeof(JsonStringEnumConverter<DeliveryStatus>))]
public enum DeliveryStatus
{
    [JsonStringEnumMemberName("pending")]
    Pending,

    [JsonStringEnumMemberName("delivered")]
    Delivered,

    /// <summary>However often it was tried. It is kept, and can be sent again.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Its subscription was disabled or removed before it could be delivered.</summary>
    [JsonStringEnumMemberName("canceled")]
    Canceled,
}

/// <summary>One time it was sent.</summary>
/// <param name="Round">Of which round.</param>
/// <param name="Number">From 1, in its round.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Status">What was answered; null when nothing was.</param>
/// <param name="LatencyMs">Until the answer, or until it was given up.</param>
/// <param name="Response">The beginning of the answer's body.</param>
/// <param name="Trouble">Why there is no answer, or none that counts.</param>
public sealed record DeliveryAttempt(int Round, int Number, DateTimeOffset At, int? Status, int LatencyMs, string? Response, string? Trouble);

/// <summary>Which deliveries a list shows.</summary>
public sealed record DeliveryFilter(
    string? Target = null, DeliveryStatus? Status = null, string? Type = null, string? JobId = null, DateTimeOffset? Since = null, string? NotTarget = null);

/// <summary>What was sent, and what is still to be sent. Table <c>deliveries</c>: one partition a user, one row an event and receiver; the id sorts newest first.</summary>
public sealed class DeliveryStore(Storage storage)
{
    private const int MostInOneTransaction = 100;

    private readonly StoredTable _table = storage.Table("deliveries");

    /// <summary>Adds it unless it is there.</summary>
    public async Task AddAsync(Delivery delivery, CancellationToken ct)
    {
        try
        {
            await (await _table.OpenAsync(ct)).AddEntityAsync(RowOf(delivery), ct);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // As it was written first, it stays.
        }
    }

    public async Task<Delivery?> FindAsync(string user, string id, CancellationToken ct)
    {
        var row = await (await _table.OpenAsync(ct)).GetEntityIfExistsAsync<TableEntity>(user, id, cancellationToken: ct);
        return row.HasValue ? DeliveryOf(row.Value!) : null;
    }

    /// <summary>Applies a change to the delivery as it is; two who change it at once do so one after the other. Null when there is none.</summary>
    public Task<Delivery?> ChangeAsync(string user, string id, Func<Delivery, Delivery> change, CancellationToken ct) =>
        _table.ChangeAsync(user, id, DeliveryOf, RowOf, change, ct);

    /// <summary>A user's deliveries, newest first, from the one after <paramref name="after"/> on.</summary>
    public async IAsyncEnumerable<Delivery> ListAsync(
        string user, DeliveryFilter filter, string? after, int pageSize, [EnumeratorCancellation] CancellationToken ct)
    {
        List<string> parts = [TableClient.CreateQueryFilter($"PartitionKey eq {user}")];
        Add(after, value => TableClient.CreateQueryFilter($"RowKey gt {value}"));
        Add(filter.Target, value => TableClient.CreateQueryFilter($"Target eq {value}"));
        Add(filter.NotTarget, value => TableClient.CreateQueryFilter($"Target ne {value}"));
        Add(filter.Status?.ToString(), value => TableClient.CreateQueryFilter($"Status eq {value}"));
        Add(filter.Type, value => TableClient.CreateQueryFilter($"Type eq {value}"));
        Add(filter.JobId, value => TableClient.CreateQueryFilter($"JobId eq {value}"));
        if (filter.Since is { } since)
        {
            parts.Add(TableClient.CreateQueryFilter($"CreatedAt ge {since}"));
        }

        await foreach (var row in (await _table.OpenAsync(ct)).QueryAsync<TableEntity>(string.Join(" and ", parts), pageSize, cancellationToken: ct))
        {
            yield return DeliveryOf(row);
        }

        void Add(string? value, Func<string, string> part)
        {
            if (value is not null)
            {
                parts.Add(part(value));
            }
        }
    }

    /// <summary>Deliveries of every user that should have been sent before a time and were not.</summary>
    public async IAsyncEnumerable<Delivery> OverdueAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken ct)
    {
        var filter = TableClient.CreateQueryFilter($"Status eq {nameof(DeliveryStatus.Pending)} and NextAt lt {before}");
        await foreach (var row in (await _table.OpenAsync(ct)).QueryAsync<TableEntity>(filter, cancellationToken: ct))
        {
            yield return DeliveryOf(row);
        }
    }

    /// <summary>Forgets what was created before a time; at most so many at once.</summary>
    public async Task<int> ForgetAsync(DateTimeOffset before, int most, CancellationToken ct)
    {
        var table = await _table.OpenAsync(ct);
        var old = new List<TableEntity>();
        var filter = TableClient.CreateQueryFilter($"CreatedAt lt {before}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: ct))
        {
            if (old.Count == most) break;

            old.Add(row);
        }

        foreach (var rows in old.GroupBy(row => row.PartitionKey).SelectMany(user => user.Chunk(MostInOneTransaction)))
        {
            await table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), ct);
        }

        return old.Count;
    }

    private static TableEntity RowOf(Delivery delivery) => new(delivery.User, delivery.Id)
    {
        ["Target"] = delivery.Target,
        ["Url"] = delivery.Url,
        ["EventId"] = delivery.EventId,
        ["Type"] = delivery.Type,
        ["JobId"] = delivery.JobId,
        ["Body"] = delivery.Body,
        ["Status"] = delivery.Status.ToString(),
        ["Round"] = delivery.Round,
        ["Attempts"] = StoreJson.Write(delivery.Attempts),
        ["NextAt"] = delivery.NextAt,
        ["CreatedAt"] = delivery.CreatedAt,
    };

    private static Delivery DeliveryOf(TableEntity row) => new()
    {
        User = row.PartitionKey,
        Id = row.RowKey,
        Target = row.GetString("Target")!,
        Url = row.GetString("Url")!,
        EventId = row.GetString("EventId")!,
        Type = row.GetString("Type")!,
        JobId = row.GetString("JobId"),
        Body = row.GetString("Body")!,
        Status = Enum.Parse<DeliveryStatus>(row.GetString("Status")!),
        Round = row.GetInt32("Round")!.Value,
        Attempts = StoreJson.Read<IReadOnlyList<DeliveryAttempt>>(row.GetString("Attempts")),
        NextAt = row.GetDateTimeOffset("NextAt"),
        CreatedAt = row.GetDateTimeOffset("CreatedAt")!.Value,
    };
}
