using Microsoft.Extensions.DependencyInjection;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Stores;

/// <summary>Wires the stores.</summary>
public static class Stores
{
    public static IServiceCollection AddStores(this IServiceCollection services) => services
        .AddSettings<StorageOptions>()
        .AddSettings<RetentionOptions>()
        .AddSingleton<Storage>()
        .AddSingleton<JobStore>()
        .AddSingleton<JobTallies>()
        .AddSingleton<IdempotencyStore>()
        .AddSingleton<PointsStore>()
        .AddSingleton<VideoBlobs>()
        .AddSingleton<UploadStore>()
        .AddSingleton<SubscriptionStore>()
        .AddSingleton<DeliveryStore>();
}
