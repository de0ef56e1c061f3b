using Microsoft.DurableTask.Client;
using VideoGen.Domain;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Webhooks;

/// <summary>What a user may do with deliveries: look at them, and have them sent again.</summary>
/// <remarks>Those to the operator's own receiver are told to those alone who act for the operator: its address and answers are no user's.</remarks>
public sealed class Deliveries(DeliveryStore store, Subscriptions subscriptions, TimeProvider clock)
{
    /// <summary>The most that one request sends again.</summary>
    public const int MostAtOnce = 1000;

    private const int PageSize = 100;

    /// <summary>A page, newest first, and the id to go on after; null at the end.</summary>
    public async Task<(IReadOnlyList<Delivery> Deliveries, string? Next)> ListAsync(Caller caller, DeliveryFilter filter, string? after, int limit, CancellationToken ct)
    {
        var found = new List<Delivery>();
        var shown = filter with { NotTarget = caller.MayManage ? null : DeliveryTarget.Service };
        await foreach (var delivery in store.ListAsync(caller.User, shown, after, limit + 1, ct))
        {
            if (found.Count == limit) return (found, found[^1].Id);

            found.Add(delivery);
        }

        return (found, null);
    }

    public async Task<Delivery> FindAsync(Caller caller, string id, CancellationToken ct) =>
        IsId(id) && await store.FindAsync(caller.User, id, ct) is { } found && (found.Target != DeliveryTarget.Service || caller.MayManage)
            ? found
            : throw Errors.NotFound("There is no such delivery.");

    /// <summary>Sends it again, at once and from the first attempt on, however it stands. Its event keeps its id.</summary>
    public async Task<Delivery> RedeliverAsync(Caller caller, string id, DurableTaskClient client, CancellationToken ct)
    {
        var delivery = await FindAsync(caller, id, ct);
        if (delivery.Target is not (DeliveryTarget.Job or DeliveryTarget.Service))
        {
            Subscriptions.Enabled(await subscriptions.FindAsync(caller.User, delivery.Target, ct));
        }

        return await BeginAsync(delivery, client, ct);
    }

    /// <summary>Sends again what one subscriber was sent since a time, or what of it never arrived.</summary>
    /// <returns>How many, and whether there were more than are sent at once.</returns>
    public async Task<(int Count, bool More)> RedeliverSinceAsync(
        string user, string subscription, DateTimeOffset since, bool failedOnly, DurableTaskClient client, CancellationToken ct)
    {
        Subscriptions.Enabled(await subscriptions.FindAsync(user, subscription, ct));
        var ended = new List<Delivery>();
        await foreach (var delivery in store.ListAsync(user, new(Target: subscription, Since: since), null, PageSize, ct))
        {
            if (delivery.Status == DeliveryStatus.Pending || (failedOnly && delivery.Status == DeliveryStatus.Delivered)) continue;
            if (ended.Count == MostAtOnce) return (await BeginAllAsync(), true);

            ended.Add(delivery);
        }

        return (await BeginAllAsync(), false);

        async Task<int> BeginAllAsync()
        {
            // The oldest first, as they were sent at first.
            foreach (var delivery in Enumerable.Reverse(ended))
            {
                await BeginAsync(delivery, client, ct);
            }

            return ended.Count;
        }
    }

    private async Task<Delivery> BeginAsync(Delivery delivery, DurableTaskClient client, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var begun = await store.ChangeAsync(
            delivery.User, delivery.Id, found => found with { Status = DeliveryStatus.Pending, Round = found.Round + 1, NextAt = now }, ct)
            ?? throw Errors.NotFound("There is no such delivery.");
        await client.StartDeliveryAsync(begun, ct);
        return begun;
    }

    // It becomes a row's key.
    private static bool IsId(string id) => id.Length <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
