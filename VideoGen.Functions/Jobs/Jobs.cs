using Microsoft.Extensions.DependencyInjection;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Jobs;

/// <summary>Wires the pipeline. Activities and orchestrators are found by their attributes.</summary>
public static class Jobs
{
    public static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddSettings<HousekeepingOptions>()
        .AddSingleton<JobEnd>()
        .AddSingleton<JobReconciler>();
}
