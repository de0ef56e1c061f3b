using Microsoft.Extensions.DependencyInjection;

namespace VideoGen.Functions.Doors.MultiModel;

/// <summary>Wires the multi-model video system.</summary>
public static class MultiModel
{
    public static IServiceCollection AddMultiModel(this IServiceCollection services) =>
        services.AddSingleton(new DoorProblems(typeof(MultiModelDoor), MultiModelJson.WriteProblem));
}
