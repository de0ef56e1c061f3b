using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Providers.Runway;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Providers;

/// <summary>The real Runway provider, wired as the app does it, talking to the simulator.</summary>
internal sealed class RunwayUnderTest(IReadOnlyDictionary<string, string?> settings, FakeTime time)
    : ProviderUnderTest<IVideoProvider>(settings, time, services => services.AddRunway())
{
    public static RunwayUnderTest At(Simulator sim, string? key = null, int timeoutSeconds = 60) => At(sim.Address, sim.Time, key, timeoutSeconds);

    public static RunwayUnderTest At(Uri address, FakeTime time, string? key = null, int timeoutSeconds = 60) => new(
        new Dictionary<string, string?>
        {
            ["RUNWAY_API_KEY"] = key ?? Simulator.Key,
            ["RUNWAY_API_URL"] = address.ToString(),
            ["RUNWAY_TIMEOUT_SECONDS"] = $"{timeoutSeconds}",
        },
        time);

    public static TaskRef Ref(string task) => new(task, TaskKind.ImageToVideo, "gen4_turbo");

    public Task<Verdict> CheckAsync(string task) => Provider.CheckAsync(Ref(task), Key, Ct);
}
