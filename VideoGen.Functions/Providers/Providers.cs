using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using VideoGen.Functions.Providers.Fal;
using VideoGen.Functions.Providers.Google;
using VideoGen.Functions.Providers.Kling;
using VideoGen.Functions.Providers.Runway;
using VideoGen.Functions.Providers.Simulation;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Providers;

/// <summary>Wires the providers. A sixth one is one more line here.</summary>
public static class Providers
{
    public static IServiceCollection AddProviders(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<KeyOptions>();
        services.AddSingleton<ProviderRegistry>();
        services.AddSingleton<ProviderHealth>();
        services.AddSingleton<KeyLeases>();
        services.AddSingleton<KeyPool>();
        services.AddSingleton<Balances>();
        services.AddSingleton<SubmitLedger>();
        services.AddRunway();
        services.AddFal();
        services.AddKling();
        services.AddGoogle();
        services.AddSingleton<IVideoProvider, SimulationProvider>();
        return services;
    }
}
