namespace VideoGen.Tests.ProviderSim;

/// <summary>One simulator for all tests of a class, that begin with <see cref="ResetAsync"/>; its time only goes forward.</summary>
public sealed class SharedSimulator : IAsyncLifetime
{
    public Simulator Sim { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Sim = await Simulator.StartAsync();

    public ValueTask DisposeAsync() => Sim.DisposeAsync();

    public async Task<Simulator> ResetAsync()
    {
        await Sim.ControlAsync("reset", new { });
        return Sim;
    }
}
