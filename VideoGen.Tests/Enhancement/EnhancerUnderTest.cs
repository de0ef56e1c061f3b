using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Domain.Prompts;
using VideoGen.Functions.Enhancement;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Enhancement;

/// <summary>The real enhancer, wired as the app does it.</summary>
internal sealed class EnhancerUnderTest : IAsyncDisposable
{
    public const string Secret = "sk-0123456789abcdef0123456789abcdef";

    private readonly ServiceProvider _services;

    public EnhancerUnderTest(Uri address, FakeTime? time = null)
    {
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["OPENAI_API_KEY"] = Secret,
                ["OPENAI_BASE_URL"] = new Uri(address, "/v1").ToString(),
            }).Build())
            .AddSingleton<TimeProvider>(time ?? new FakeTime())
            .AddSingleton(Logs.Factory)
            .AddLogging()
            .AddEnhancement()
            .BuildServiceProvider();
        Enhancer = _services.GetRequiredService<PromptEnhancer>();
    }

    public static PromptParts Cat { get; } = new("A cat on a roof", "cinematic", null, null, null);

    public CapturedLogs Logs { get; } = new();

    public PromptEnhancer Enhancer { get; }

    public Task<EnhancedPrompt> EnhanceAsync(PromptParts? parts = null) => Enhancer.EnhanceAsync(parts ?? Cat, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
