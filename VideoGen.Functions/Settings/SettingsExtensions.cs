using Microsoft.Extensions.DependencyInjection;

namespace VideoGen.Functions.Settings;

/// <summary>Registers options classes, all in the same way.</summary>
public static class SettingsExtensions
{
    /// <summary>Binds the class to the settings its properties name, and checks it at start: a bad value ends the start.</summary>
    public static IServiceCollection AddSettings<TOptions>(this IServiceCollection services)
        where TOptions : class
    {
        services.AddOptions<TOptions>().BindConfiguration("").ValidateDataAnnotations().ValidateOnStart();
        return services;
    }
}
