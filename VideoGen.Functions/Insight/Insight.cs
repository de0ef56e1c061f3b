using Microsoft.Extensions.DependencyInjection;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Insight;

/// <summary>Wires what the service tells of itself.</summary>
public static class Insight
{
    public static IServiceCollection AddInsight(this IServiceCollection services) => services
        .AddSettings<TelemetryOptions>()
        .AddHostedService<TelemetryExport>();
}
