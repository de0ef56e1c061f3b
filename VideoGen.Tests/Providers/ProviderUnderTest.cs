using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Providers;

/// <summary>A real provider, wired as the app does it, talking to the simulator.</summary>
internal abstract class ProviderUnderTest<TProvider> : IAsyncDisposable
    where TProvider : IVideoProvider
{
    private readonly ServiceProvider _services;

    protected ProviderUnderTest(IReadOnlyDictionary<string, string?> settings, FakeTime time, Action<IServiceCollection> add)
    {
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(Logs.Factory)
            .AddLogging();
        add(services);
        _services = services.BuildServiceProvider();
        Provider = (TProvider)_services.GetRequiredService<IVideoProvider>();
    }

    public CapturedLogs Logs { get; } = new();

    public TProvider Provider { get; }

    public KeyFingerprint Key => Provider.Keys[0];

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Task<Verdict> SubmitAsync(ProviderRequest request) => Provider.SubmitAsync(request, Key, Ct);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
