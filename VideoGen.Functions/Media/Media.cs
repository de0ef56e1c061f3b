using Microsoft.Extensions.DependencyInjection;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Media;

/// <summary>Wires what reads and makes pictures.</summary>
public static class Media
{
    public static IServiceCollection AddMedia(this IServiceCollection services)
    {
        services.AddSettings<MediaOptions>();
        services.AddSingleton<Ffmpeg>();
        services.AddSingleton<IMedia, MediaTools>();
        return services;
    }
}
