using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace VideoGen.Functions.Settings;

/// <summary>Registers options classes, all in the same way.</summary>
public static class SettingsExtensions
{
    /// <summary>Binds the class to the settings its properties name, and checks it at start: a bad value ends the start.</summary>
    public static IServiceCollection AddSettings<TOptions>(this IServiceCollection services)
        where TOptions : class
    {
        services.AddOptions<TOptions>().Configure<IConfiguration>(Bind).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>, Annotations<TOptions>>();
        return services;
    }

    /// <summary>The one line about each bad setting that ended the start; empty when something else did.</summary>
    public static IReadOnlyList<string> FaultsOf(Exception error) => error switch
    {
        OptionsValidationException { Failures: var failures } => [.. failures],
        AggregateException { InnerExceptions: var errors } => [.. errors.SelectMany(FaultsOf)],
        _ => [],
    };

    private static void Bind<TOptions>(TOptions options, IConfiguration configuration)
        where TOptions : class
    {
        try
        {
            configuration.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            // It names the setting, the value, and what it should have been.
            throw new OptionsValidationException(Options.DefaultName, typeof(TOptions), [e.Message]);
        }
    }

    // In place of the framework's own, whose lines begin with the names of classes.
    private sealed class Annotations<TOptions> : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            var faults = new List<ValidationResult>();
            return Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(faults.Select(fault => fault.ErrorMessage!));
        }
    }
}
