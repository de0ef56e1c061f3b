using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Providers.Runway;

/// <summary>Wires Runway.</summary>
public static class RunwayRegistration
{
    public static IServiceCollection AddRunway(this IServiceCollection services)
    {
        ProviderHttp.AddClients(services, RunwayProvider.ProviderName, of => of.GetRequiredService<IOptions<RunwayOptions>>().Value.Timeout);
        return services.AddSettings<RunwayOptions>().AddSingleton<IVideoProvider, RunwayProvider>();
    }
}
