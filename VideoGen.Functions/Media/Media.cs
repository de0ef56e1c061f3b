using Microsoft.Extensions.DependencyInjection;

namespace VideoGen.Functions.Media;

/// <summary>Wires what reads and makes pictures.</summary>
public static class Media
{
    public static IServiceCollection AddMedia(this IServiceCollection services)
    {
        services.AddOptions<MediaOptions>().BindConfiguration("");
        services.AddSingleton<Ffmpeg>();
        services.AddSingleton<IMedia, MediaTools>();
        return services;
    }
}
