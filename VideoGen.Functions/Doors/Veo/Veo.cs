using Microsoft.Extensions.DependencyInjection;
using VideoGen.Functions.Webhooks;

namespace VideoGen.Functions.Doors.Veo;

/// <summary>Wires what the Veo video API promises beyond its answers.</summary>
public static class Veo
{
    public static IServiceCollection AddVeo(this IServiceCollection services) => services
        .AddSingleton(new DoorProblems(typeof(VeoDoor), VeoJson.WriteProblem))
        .AddSingleton<VeoCompletion>()
        .AddSingleton<CompletionBody>(provider => provider.GetRequiredService<VeoCompletion>().Write);
}
