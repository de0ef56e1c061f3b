using System.Net;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Net;

/// <summary>Wires the way to addresses that callers give.</summary>
public static class Net
{
    public static IServiceCollection AddNet(this IServiceCollection services) => services
        .AddSettings<NetOptions>()
        .AddSingleton<NameResolver>(Dns.GetHostAddressesAsync)
        .AddSingleton<UrlGuard>()
        .AddSingleton<GuardedHttp>();
}
