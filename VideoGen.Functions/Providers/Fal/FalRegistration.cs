using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Providers.Fal;

/// <summary>Wires fal.</summary>
public static class FalRegistration
{
    public static IServiceCollection AddFal(this IServiceCollection services)
    {
        ProviderHttp.AddClients(services, FalProvider.ProviderName, of => of.GetRequiredService<IOptions<FalOptions>>().Value.Timeout);
        return services.AddSettings<FalOptions>().AddSingleton<IVideoProvider, FalProvider>();
    }
}
