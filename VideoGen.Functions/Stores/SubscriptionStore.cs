using Azure.Data.Tables;

namespace VideoGen.Functions.Stores;

/// <summary>Somebody who wants to be told.</summary>
public sealed record Subscription
{
    public required string Id { get; init; }

    public required string User { get; init; }

    public required string Url { get; init; }

    public required IReadOnlyList<string> Events { get; init; }

    public string? Description { get; init; }

    /// <summary>Set while nothing is sent.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    public string? DisabledReason { get; init; }

    /// <summary>Since when nothing but failures came; null when the last delivery succeeded, or none was tried.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required KeptSecret Secret { get; init; }

    /// <summary>The one before, which signs too until its time is over.</summary>
    public KeptSecret? OldSecret { get; init; }

    public DateTimeOffset? OldSecretUntil { get; init; }
}

/// <summary>A secret as it lies in the table.</summary>
/// <remarks>Its text appears in no log, whoever writes the record into one.</remarks>
public sealed record KeptSecret(string Text)
{
    public override string ToString() => "...";
}

/// <summary>The subscribers. Table <c>subscriptions</c>: one partition a user, one row a subscription, oldest first.</summary>
public sealed class SubscriptionStore(Storage storage)
{
    private readonly StoredTable _table = storage.Table("subscriptions");

    public async Task AddAsync(Subscription subscription, CancellationToken ct) =>
        await (await _table.OpenAsync(ct)).AddEntityAsync(RowOf(subscription), ct);

    public async Task<Subscription?> FindAsync(string user, string id, CancellationToken ct)
    {
        var row = await (await _table.OpenAsync(ct)).GetEntityIfExistsAsync<TableEntity>(user, id, cancellationToken: ct);
        return row.HasValue ? SubscriptionOf(row.Value!) : null;
    }

    public async Task<IReadOnlyList<Subscription>> ListAsync(string user, CancellationToken ct)
    {
        var found = new List<Subscription>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {user}");
        await foreach (var row in (await _table.OpenAsync(ct)).QueryAsync<TableEntity>(filter, cancellationToken: ct))
        {
            found.Add(SubscriptionOf(row));
        }

        return found;
    }

    /// <summary>Applies a change to the subscription as it is; two who change it at once do so one after the other. Null when there is none.</summary>
    public Task<Subscription?> ChangeAsync(string user, string id, Func<Subscription, Subscription> change, CancellationToken ct) =>
        _table.ChangeAsync(user, id, SubscriptionOf, RowOf, change, ct);

    /// <summary>False when there was none.</summary>
    public async Task<bool> DeleteAsync(string user, string id, CancellationToken ct) =>
        (await (await _table.OpenAsync(ct)).DeleteEntityAsync(user, id, cancellationToken: ct)).Status != 404;

    private static TableEntity RowOf(Subscription subscription) => new(subscription.User, subscription.Id)
    {
        ["Url"] = subscription.Url,
        ["Events"] = string.Join(' ', subscription.Events),
        ["Description"] = subscription.Description,
        ["DisabledAt"] = subscription.DisabledAt,
        ["DisabledReason"] = subscription.DisabledReason,
        ["FailingSince"] = subscription.FailingSince,
        ["CreatedAt"] = subscription.CreatedAt,
        ["UpdatedAt"] = subscription.UpdatedAt,
        ["Secret"] = subscription.Secret.Text,
        ["OldSecret"] = subscription.OldSecret?.Text,
        ["OldSecretUntil"] = subscription.OldSecretUntil,
    };

    private static Subscription SubscriptionOf(TableEntity row) => new()
    {
        User = row.PartitionKey,
        Id = row.RowKey,
        Url = row.GetString("Url")!,
        Events = row.GetString("Events")!.Split(' '),
        Description = row.GetString("Description"),
        DisabledAt = row.GetDateTimeOffset("DisabledAt"),
        DisabledReason = row.GetString("DisabledReason"),
        FailingSince = row.GetDateTimeOffset("FailingSince"),
        CreatedAt = row.GetDateTimeOffset("CreatedAt")!.Value,
        UpdatedAt = row.GetDateTimeOffset("UpdatedAt")!.Value,
        Secret = new(row.GetString("Secret")!),
        OldSecret = row.GetString("OldSecret") is { } old ? new(old) : null,
        OldSecretUntil = row.GetDateTimeOffset("OldSecretUntil"),
    };
}
