using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Providers.Google;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Providers;

/// <summary>The real Google provider, wired as the app does it, talking to the simulator.</summary>
internal sealed class GoogleUnderTest(IReadOnlyDictionary<string, string?> settings, FakeTime time)
    : ProviderUnderTest<IReportingProvider>(settings, time, services => services.AddGoogle())
{
    public const string SomeKey = "AIza0123456789-abcdefghijklmnopqrstuvwx";

    /// <summary>Eight seconds of Veo, which cost 3.20 USD.</summary>
    public static ProviderRequest Film { get; } = new()
    {
        AttemptId = "attempt",
        Kind = TaskKind.TextToVideo,
        Model = "veo-3.1-generate-preview",
        Prompt = "A cat",
        Width = 1280,
        Height = 720,
        Resolution = "720p",
        Duration = 8,
    };

    public static GoogleUnderTest At(Simulator sim, string? key = null, int timeoutSeconds = 60, string? webhookSecret = null) =>
        At(sim.Address, sim.Time, key, timeoutSeconds, webhookSecret);

    public static GoogleUnderTest At(Uri address, FakeTime time, string? key = null, int timeoutSeconds = 60, string? webhookSecret = null) => new(
        new Dictionary<string, string?>
        {
            ["GEMINI_API_KEY"] = key ?? SomeKey,
            ["GEMINI_API_URL"] = address.ToString(),
            ["GEMINI_TIMEOUT_SECONDS"] = $"{timeoutSeconds}",
            ["GEMINI_WEBHOOK_SECRET"] = webhookSecret,
        },
        time);

    public static TaskRef Veo(string? task) => new(task!, TaskKind.TextToVideo, "veo-3.1-generate-preview");

    public static TaskRef Omni(string? task) => new(task!, TaskKind.TextToVideo, "gemini-omni-1.1-flash");

    public Task<Verdict> CheckAsync(TaskRef task) => Provider.CheckAsync(task, Key, Ct);

    public Task<Verdict> CancelAsync(TaskRef task) => Provider.CancelAsync(task, Key, Ct);

    public Task<ProviderOutput?> OpenAsync(string output, long from = 0, string? validator = null) => Provider.OpenOutputAsync(output, Key, from, validator, Ct);
}
