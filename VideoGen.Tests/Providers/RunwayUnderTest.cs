using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Providers.Runway;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Providers;

/// <summary>The real Runway provider, wired as the app does it, talking to the simulator.</summary>
internal sealed class RunwayUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private RunwayUnderTest(IReadOnlyDictionary<string, string?> settings, FakeTime time)
    {
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(Logs.Factory)
            .AddLogging()
            .AddRunway()
            .BuildServiceProvider();
        Provider = _services.GetRequiredService<IVideoProvider>();
    }

    public CapturedLogs Logs { get; } = new();

    public IVideoProvider Provider { get; }

    public KeyFingerprint Key => Provider.Keys[0];

    public static RunwayUnderTest At(Simulator sim, string? key = null, int timeoutSeconds = 60) => At(sim.Address, sim.Time, key, timeoutSeconds);

    public static RunwayUnderTest At(Uri address, FakeTime time, string? key = null, int timeoutSeconds = 60) => new(
        new Dictionary<string, string?>
        {
            ["RUNWAY_API_KEY"] = key ?? Simulator.Key,
            ["RUNWAY_API_URL"] = address.ToString(),
            ["RUNWAY_TIMEOUT_SECONDS"] = $"{timeoutSeconds}",
        },
        time);

    public Task<Verdict> SubmitAsync(ProviderRequest request) => Provider.SubmitAsync(request, Key, TestContext.Current.CancellationToken);

    public static TaskRef Ref(string task) => new(task, TaskKind.ImageToVideo, "gen4_turbo");

    public Task<Verdict> CheckAsync(string task) => Provider.CheckAsync(Ref(task), Key, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
