using Microsoft.Extensions.DependencyInjection;

namespace VideoGen.Functions.Doors.Callbacks;

/// <summary>Wires the door of the providers' callbacks.</summary>
public static class Callbacks
{
    public static IServiceCollection AddCallbacks(this IServiceCollection services) => services.AddSingleton<CallbackGate>();
}
