using Microsoft.Extensions.DependencyInjection;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Enhancement;

/// <summary>Wires the enhancement of prompts.</summary>
public static class Enhancement
{
    public static IServiceCollection AddEnhancement(this IServiceCollection services)
    {
        services.AddSettings<EnhancementOptions>();
        services.AddHttpClient(PromptEnhancer.ClientName)
            // A key goes where it is sent and nowhere else.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services.AddSingleton<PromptEnhancer>();
    }
}
