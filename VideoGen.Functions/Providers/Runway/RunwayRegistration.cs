using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Providers.Runway;

/// <summary>Wires Runway.</summary>
public static class RunwayRegistration
{
    public static IServiceCollection AddRunway(this IServiceCollection services)
    {
        services.AddSettings<RunwayOptions>();
        services.AddSingleton<IVideoProvider, RunwayProvider>();

        // A submit gets a connection of its own: one from the pool may have been closed by the other side, and then
        // nobody could say whether the request arrived.
        AddClient(services, RunwayProvider.SubmitClient, new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });
        AddClient(services, RunwayProvider.ApiClient, new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        AddClient(services, RunwayProvider.MediaClient, new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        return services;
    }

    private static void AddClient(IServiceCollection services, string name, SocketsHttpHandler handler)
    {
        handler.AllowAutoRedirect = false;
        handler.ConnectTimeout = TimeSpan.FromSeconds(10);
        handler.AutomaticDecompression = DecompressionMethods.None;
        services.AddHttpClient(name)
            .ConfigurePrimaryHttpMessageHandler(() => handler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureHttpClient((provider, client) => client.Timeout = TimeSpan.FromSeconds(provider.GetRequiredService<IOptions<RunwayOptions>>().Value.TimeoutSeconds))
            // Output addresses carry tokens, and the built-in log lines carry addresses.
            .RemoveAllLoggers();
    }
}
