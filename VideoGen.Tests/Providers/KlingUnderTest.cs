using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Providers.Kling;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Providers;

/// <summary>The real Kling provider, wired as the app does it, talking to the simulator.</summary>
internal sealed class KlingUnderTest(IReadOnlyDictionary<string, string?> settings, FakeTime time)
    : ProviderUnderTest<IReportingProvider>(settings, time, services => services.AddKling())
{
    public const string Pair = "AK_TEST:SK_TEST";
    public const string Single = "api-key-kling-00112233445566778899aabbccddeeff";
    public const string WebhookSecret = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";
    public const string OtherWebhookSecret = "whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=";

    /// <summary>Five seconds of the standard grade: 1.5 units, 0.21 USD.</summary>
    public static ProviderRequest Film { get; } = new()
    {
        AttemptId = "attempt",
        Kind = TaskKind.TextToVideo,
        Model = "kling-v2-5-turbo",
        Prompt = "A cat",
        Width = 1280,
        Height = 720,
        Duration = 5,
    };

    public static KlingUnderTest At(Simulator sim, string key = Pair, string? webhookSecret = null, int timeoutSeconds = 60) =>
        At(sim.Address, sim.Time, key, webhookSecret, timeoutSeconds);

    public static KlingUnderTest At(Uri address, FakeTime time, string key = Pair, string? webhookSecret = null, int timeoutSeconds = 60) => new(
        new Dictionary<string, string?>
        {
            ["KLING_API_KEY"] = key,
            ["KLING_API_URL"] = address.ToString(),
            ["KLING_WEBHOOK_SECRET"] = webhookSecret,
            ["KLING_TIMEOUT_SECONDS"] = $"{timeoutSeconds}",
        },
        time);

    public Task<Verdict> CheckAsync(string task, ProviderRequest? of = null) => Provider.CheckAsync(Ref(task, of), Key, Ct);

    public Task<Verdict?> LookUpAsync(ProviderRequest? of = null) =>
        Provider.LookUpAsync((of ?? Film).AttemptId, (of ?? Film).Kind, (of ?? Film).Model, Key, Ct);

    public Task<ProviderCredits?> CreditsAsync() => Provider.CreditsAsync(Key, Ct);

    public static TaskRef Ref(string task, ProviderRequest? of = null) => new(task, (of ?? Film).Kind, (of ?? Film).Model);
}
