using System.Diagnostics;
using Azure;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Insight;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Webhooks;

/// <summary>Sends an event to its receiver once, and writes down what came of it.</summary>
/// <remarks>
/// A second run finds the attempt written down and sends nothing. One that was cut off between the sending and the writing sends again,
/// under the same id, by which the receiver knows it.
/// </remarks>
public sealed partial class DeliverWebhook(
    DeliveryStore deliveries,
    SubscriptionStore subscriptions,
    DeliverySender sender,
    DeliverySlots slots,
    TimeProvider clock,
    ILogger<DeliverWebhook> logger)
{
    // With those of an earlier round.
    private const int AttemptsKept = 12;

    private static readonly TimeSpan LongestFailing = TimeSpan.FromDays(5);

    [Function(nameof(DeliverWebhook))]
    public async Task<DeliveryStep> Run([ActivityTrigger] DeliverWebhookInput input, CancellationToken ct)
    {
        var delivery = await deliveries.FindAsync(input.User, input.DeliveryId, ct);
        if (delivery is not { Status: DeliveryStatus.Pending } || delivery.Round != input.Round) return DeliveryStep.Over;
        if (delivery.Attempts.Any(done => done.Round == input.Round && done.Number >= input.Attempt)) return new(delivery.NextAt?.UtcDateTime);

        var subscription = await SubscriptionOfAsync(delivery, ct);
        if (subscription is { DisabledAt: not null } || (subscription is null && IsSubscribed(delivery)))
        {
            await deliveries.ChangeAsync(input.User, delivery.Id, found => found with { Status = DeliveryStatus.Canceled, NextAt = null }, ct);
            return DeliveryStep.Over;
        }

        var receiver = new Uri(subscription?.Url ?? delivery.Url).Authority;
        using var slot = slots.TryTake(receiver);
        if (slot is null) return await LookAgainAsync(delivery, input.Looks, ct);

        using var span = JobId.TryParse(delivery.JobId) is { } job ? Telemetry.Start(nameof(DeliverWebhook), job, ActivityKind.Client) : null;
        var sent = await sender.SendAsync(delivery, subscription, ct);
        if (sent.IsOverloaded)
        {
            slots.Rest(receiver, DeliverySchedule.RestUntil(clock.GetUtcNow(), sent.RetryAfter));
        }

        if (subscription is not null)
        {
            await NoteHealthAsync(subscription, sent, ct);
        }

        var next = await RecordAsync(delivery, input.Attempt, sent, ct);
        LogAttempt(delivery.Id, delivery.Target, input.Attempt, sent.Status, sent.Trouble);
        if (next is null && !sent.IsDelivered)
        {
            LogGivenUp(delivery.Id, delivery.Target, input.Attempt, sent.Status, sent.Trouble);
        }

        return new(next?.UtcDateTime);
    }

    private static bool IsSubscribed(Delivery delivery) => delivery.Target is not (DeliveryTarget.Job or DeliveryTarget.Service);

    private async Task<Subscription?> SubscriptionOfAsync(Delivery delivery, CancellationToken ct) =>
        IsSubscribed(delivery) ? await subscriptions.FindAsync(delivery.User, delivery.Target, ct) : null;

    private async Task<DeliveryStep> LookAgainAsync(Delivery delivery, int looks, CancellationToken ct)
    {
        var next = DeliverySchedule.NextLook(delivery.Id, looks, clock.GetUtcNow());
        await deliveries.ChangeAsync(delivery.User, delivery.Id, found => found.Round == delivery.Round ? found with { NextAt = next } : found, ct);
        return new(next.UtcDateTime, FoundNoRoom: true);
    }

    private async Task<DateTimeOffset?> RecordAsync(Delivery delivery, int number, SentWebhook sent, CancellationToken ct)
    {
        var attempt = new DeliveryAttempt(delivery.Round, number, sent.At, sent.Status, sent.LatencyMs, sent.Response, sent.Trouble);
        var isLast = sent.IsDelivered || sent.IsGone || delivery.Type == VideoEvents.Test;
        var next = isLast ? null : DeliverySchedule.Next(delivery.Id, number, clock.GetUtcNow(), sent.RetryAfter);
        var status = sent.IsDelivered ? DeliveryStatus.Delivered : next is null ? DeliveryStatus.Failed : DeliveryStatus.Pending;
        await deliveries.ChangeAsync(
            delivery.User,
            delivery.Id,
            // Where it was begun anew meanwhile, what comes next is not for this round to say.
            found => (found.Round == delivery.Round ? found with { Status = status, NextAt = next } : found) with
            {
                Attempts = [.. found.Attempts.TakeLast(AttemptsKept - 1), attempt],
            },
            ct);
        return next;
    }

    private async Task NoteHealthAsync(Subscription subscription, SentWebhook sent, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var changed = await subscriptions.ChangeAsync(subscription.User, subscription.Id, found => Judge(found, sent, now), ct);
        if (changed is { DisabledReason: { } reason } && changed.DisabledAt == now)
        {
            LogDisabled(subscription.Id, reason);
        }
    }

    private static Subscription Judge(Subscription found, SentWebhook sent, DateTimeOffset now)
    {
        if (found.DisabledAt is not null) return found;
        if (sent.IsDelivered) return found.FailingSince is null ? found : found with { FailingSince = null };

        var since = found.FailingSince ?? sent.At;
        var reason = sent.IsGone ? "The receiver answered 410: it is gone."
            : now - since >= LongestFailing ? $"Nothing but failures since {since.UtcDateTime:yyyy-MM-dd HH:mm} UTC."
            : null;
        return found with { FailingSince = since, DisabledReason = reason, DisabledAt = reason is null ? null : now };
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Delivery {DeliveryId} to {Target}, attempt {Attempt}: {Status} {Trouble}")]
    private partial void LogAttempt(string deliveryId, string target, int attempt, int? status, string? trouble);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {DeliveryId} to {Target} is given up after {Attempts} attempts: {Status} {Trouble}")]
    private partial void LogGivenUp(string deliveryId, string target, int attempts, int? status, string? trouble);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook subscription {SubscriptionId} is disabled: {Reason}")]
    private partial void LogDisabled(string subscriptionId, string reason);
}

/// <param name="User">Whose delivery it is.</param>
/// <param name="DeliveryId">Which one.</param>
/// <param name="Round">One begun anew leaves this one behind.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Looks">How often this attempt found no room.</param>
public sealed record DeliverWebhookInput(string User, string DeliveryId, int Round, int Attempt, int Looks);

/// <summary>What comes after an attempt.</summary>
/// <param name="NextAt">When to go on; null when it is over.</param>
/// <param name="FoundNoRoom">Nothing was sent: too much is being sent already.</param>
public sealed record DeliveryStep(DateTime? NextAt, bool FoundNoRoom = false)
{
    internal static DeliveryStep Over { get; } = new((DateTime?)null);
}

public static class DeliverWebhookCall
{
    // About a day: what cannot be written down today is not given up.
    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(
        new RetryPolicy(150, TimeSpan.FromSeconds(6), 2, TimeSpan.FromMinutes(10))
        {
            HandleFailure = failure => failure.IsCausedBy<RequestFailedException>(),
        });

    public static Task<DeliveryStep> DeliverWebhook(this TaskOrchestrationContext context, DeliverWebhookInput input) =>
        context.CallActivityAsync<DeliveryStep>(nameof(DeliverWebhook), input, Persistent);
}
