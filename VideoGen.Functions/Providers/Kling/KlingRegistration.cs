using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Providers.Kling;

/// <summary>Wires Kling.</summary>
public static class KlingRegistration
{
    public static IServiceCollection AddKling(this IServiceCollection services)
    {
        ProviderHttp.AddClients(services, KlingProvider.ProviderName, of => of.GetRequiredService<IOptions<KlingOptions>>().Value.Timeout);
        return services.AddSettings<KlingOptions>().AddSingleton<IVideoProvider, KlingProvider>();
    }
}
