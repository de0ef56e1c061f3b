using Microsoft.Extensions.DependencyInjection;

namespace VideoGen.Functions.Doors.Studio;

/// <summary>Wires the content studio.</summary>
public static class Studio
{
    public static IServiceCollection AddStudio(this IServiceCollection services) =>
        services.AddSingleton(new DoorProblems(typeof(StudioDoor), StudioJson.WriteProblem));
}
