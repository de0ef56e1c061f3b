using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Providers.Fal;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Providers;

/// <summary>The real fal provider, wired as the app does it, talking to the simulator.</summary>
internal sealed class FalUnderTest(IReadOnlyDictionary<string, string?> settings, FakeTime time)
    : ProviderUnderTest<IReportingProvider>(settings, time, services => services.AddFal())
{
    public const string Model = "fal-ai/pika/v2.2/text-to-video";
    public const string Secret = "0f1e2d3c-aaaa-4bbb-8ccc-0123456789ab:00112233445566778899aabbccddeeff";
    public const string AdminSecret = "0f1e2d3c-dddd-4eee-8fff-0123456789ab:ffeeddccbbaa99887766554433221100";

    public static ProviderRequest Film { get; } = new()
    {
        AttemptId = "attempt",
        Kind = TaskKind.TextToVideo,
        Model = Model,
        Prompt = "A cat",
        Width = 1280,
        Height = 720,
        Duration = 5,
    };

    public static FalUnderTest At(Simulator sim, string key = Secret, string? adminKey = null, int timeoutSeconds = 60) =>
        At(sim.Address, sim.Time, key, adminKey, timeoutSeconds);

    public static FalUnderTest At(Uri address, FakeTime time, string key = Secret, string? adminKey = null, int timeoutSeconds = 60) => new(
        new Dictionary<string, string?>
        {
            ["FAL_KEY"] = key,
            ["FAL_ADMIN_KEY"] = adminKey,
            ["FAL_QUEUE_URL"] = address.ToString(),
            ["FAL_API_URL"] = address.ToString(),
            ["FAL_JWKS_URL"] = new Uri(address, "/.well-known/jwks.json").ToString(),
            ["FAL_TIMEOUT_SECONDS"] = $"{timeoutSeconds}",
        },
        time);

    public static TaskRef Ref(string task) => new(task, TaskKind.TextToVideo, Model);

    public Task<Verdict> CheckAsync(string task) => Provider.CheckAsync(Ref(task), Key, Ct);

    public Task<Verdict> CancelAsync(string task) => Provider.CancelAsync(Ref(task), Key, Ct);
}
