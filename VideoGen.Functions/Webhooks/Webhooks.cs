using Microsoft.Extensions.DependencyInjection;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Webhooks;

/// <summary>Wires what we send. Activities and orchestrators are found by their attributes.</summary>
public static class Webhooks
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddSettings<WebhookOptions>()
        .AddSingleton<SecretBox>()
        .AddSingleton<EventPublisher>()
        .AddSingleton<DeliverySlots>()
        .AddSingleton<DeliverySender>()
        .AddSingleton<Subscriptions>()
        .AddSingleton<Deliveries>();
}
