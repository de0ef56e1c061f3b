using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Webhooks;

/// <summary>Forgets old deliveries, and takes up those that a crash cut off.</summary>
/// <remarks>Bounded, and may be done twice or missed.</remarks>
public sealed partial class WebhookHousekeeping(DeliveryStore deliveries, IOptions<WebhookOptions> options, TimeProvider clock, ILogger<WebhookHousekeeping> logger)
{
    private const int MostForgotten = 10_000;
    private const int MostTakenUp = 500;

    // What is due is sent within moments, unless a receiver hangs or the service stood still.
    private static readonly TimeSpan Overdue = TimeSpan.FromHours(1);

    [Function("CleanUpWebhooks")]
    public async Task CleanUp([TimerTrigger("0 25 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var taken = 0;
        await foreach (var delivery in deliveries.OverdueAsync(now - Overdue, ct))
        {
            if (taken == MostTakenUp) break;

            taken++;
            await TakeUpAsync(delivery, client, ct);
        }

        var forgotten = await deliveries.ForgetAsync(now.AddDays(-options.Value.LogDays), MostForgotten, ct);
        LogDone(forgotten, taken);
    }

    private async Task TakeUpAsync(Delivery delivery, DurableTaskClient client, CancellationToken ct)
    {
        var instance = await client.GetInstanceAsync(DeliveryStarter.InstanceId(delivery), ct);
        if (instance is { IsCompleted: false }) return;

        // Never begun, or ended without having written how.
        var next = instance is null
            ? delivery
            : await deliveries.ChangeAsync(delivery.User, delivery.Id, found => found with { Round = Math.Max(found.Round, delivery.Round + 1) }, ct);
        if (next is not null)
        {
            await client.StartDeliveryAsync(next, ct);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Cleaned up webhooks: {Forgotten} deliveries forgotten, {Overdue} found overdue")]
    private partial void LogDone(int forgotten, int overdue);
}
