using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Providers.Google;

/// <summary>Wires Google.</summary>
public static class GoogleRegistration
{
    public static IServiceCollection AddGoogle(this IServiceCollection services)
    {
        ProviderHttp.AddClients(services, GoogleProvider.ProviderName, of => of.GetRequiredService<IOptions<GoogleOptions>>().Value.Timeout);
        return services.AddSettings<GoogleOptions>().AddSingleton<IVideoProvider, GoogleProvider>();
    }
}
