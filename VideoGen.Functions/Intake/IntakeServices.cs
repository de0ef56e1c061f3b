using Microsoft.Extensions.DependencyInjection;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Intake;

/// <summary>Wires the intake.</summary>
public static class IntakeServices
{
    public static IServiceCollection AddIntake(this IServiceCollection services) => services
        .AddSettings<IntakeOptions>()
        .AddSingleton<InputMedia>()
        .AddSingleton<UploadDesk>()
        .AddSingleton<FileDesk>()
        .AddSingleton<Quotes>()
        .AddSingleton<Intake>()
        .AddSingleton<JobDesk>()
        .AddSingleton<BatchDesk>()
        .AddSingleton<VariationDesk>()
        .AddSingleton<JobFeed>()
        .AddSingleton<CallbackGate>()
        .AddSingleton<CallbackDesk>();
}
