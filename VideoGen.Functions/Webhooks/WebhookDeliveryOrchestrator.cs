using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Webhooks;

/// <summary>Brings one event to one receiver, or gives up after days. One attempt is one generation, so the history never grows.</summary>
public static class WebhookDeliveryOrchestrator
{
    [Function(nameof(WebhookDeliveryOrchestrator))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var delivery = context.GetInput<DeliverWebhookInput>()!;
        var step = await context.DeliverWebhook(delivery);
        if (step.NextAt is not { } next) return;

        await context.CreateTimer(next, CancellationToken.None);
        context.ContinueAsNew(step.FoundNoRoom
            ? delivery with { Looks = delivery.Looks + 1 }
            : delivery with { Attempt = delivery.Attempt + 1, Looks = 0 });
    }
}

/// <summary>Schedules the orchestration of a delivery.</summary>
public static class DeliveryStarter
{
    public static string InstanceId(Delivery delivery) => $"webhook-{delivery.Id}-{delivery.Round}";

    /// <summary>Starts the delivery; where this round of it was started before, in whatever state it is, nothing happens.</summary>
    public static async Task StartDeliveryAsync(this DurableTaskClient client, Delivery delivery, CancellationToken ct)
    {
        var once = new StartOrchestrationOptions(InstanceId(delivery))
            .WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        try
        {
            var input = new DeliverWebhookInput(delivery.User, delivery.Id, delivery.Round, Attempt: 1, Looks: 0);
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(WebhookDeliveryOrchestrator), input, once, ct);
        }
        catch (InvalidOperationException)
        {
            // It exists: that is the point.
        }
    }
}
