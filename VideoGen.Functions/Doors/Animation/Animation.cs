using Microsoft.Extensions.DependencyInjection;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Doors.Animation;

/// <summary>Wires the animation service.</summary>
public static class Animation
{
    public static IServiceCollection AddAnimation(this IServiceCollection services) => services
        .AddSettings<AnimationOptions>()
        .AddSingleton(new DoorProblems(typeof(AnimationDoor), AnimationJson.WriteProblem));
}
