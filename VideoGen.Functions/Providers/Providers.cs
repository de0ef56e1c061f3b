using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using VideoGen.Functions.Providers.Runway;
using VideoGen.Functions.Providers.Simulation;

namespace VideoGen.Functions.Providers;

/// <summary>Wires the providers. A sixth one is one more line here.</summary>
public static class Providers
{
    public static IServiceCollection AddProviders(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ProviderRegistry>();
        services.AddRunway();
        services.AddSingleton<IVideoProvider, SimulationProvider>();
        return services;
    }
}
