using System.Net;
using System.Text.Json.Nodes;
using VideoGen.Tests.ProviderSim;

namespace VideoGen.Tests.Support;

/// <summary>States a test begins in, reached through the front door.</summary>
internal static class Given
{
    public const string KlingKey = "AK_TEST:SK_TEST";

    public static readonly string GoogleKey = "AIza" + new string('a', 35);

    public const string FalKey = "0f1e2d3c-aaaa-4bbb-8ccc-0123456789ab:00112233445566778899aabbccddeeff";

    /// <summary>A job that was accepted; answers its id.</summary>
    public static async Task<string> AJobAsync(this TestApp app, object body)
    {
        var reply = await app.PostAsync("/api/videos", body);
        Assert.True(reply.Status == HttpStatusCode.Accepted, reply.Body);
        return (string)reply.Json!["id"]!;
    }

    /// <summary>A job over the model that needs no first frame: one submit, one task.</summary>
    public static Task<string> AOneStepJobAsync(this TestApp app, string script = "") =>
        app.AJobAsync(new { prompt = script.Length == 0 ? "A cat" : $"A cat [sim: {script}]", model = "gen4.5" });

    /// <summary>A job whose task the provider has taken and not finished.</summary>
    public static async Task<string> AJobWaitingForRunwayAsync(this TestApp app, string script = "")
    {
        var id = await app.AOneStepJobAsync(script);
        await app.JobWhenAtAsync(id, "generating");
        await app.SettleAsync();
        return id;
    }

    /// <summary>A job whose submit got no answer.</summary>
    public static async Task<string> AJobOfUnknownSubmissionAsync(this TestApp app, string fault = "created-close")
    {
        var id = await app.AOneStepJobAsync($"submit={fault}");
        await app.JobWhenAsync(id, job => (string?)job["status"] == "submission_unknown");
        return id;
    }

    /// <summary>The app with a key of Kling's alone.</summary>
    public static Task<TestApp> OnlyKlingAsync(params string[] settings) => TestApp.StartAsync(["RUNWAY_API_KEY=", $"KLING_API_KEY={KlingKey}", .. settings]);

    /// <summary>A job of one task at Kling.</summary>
    public static Task<string> AKlingJobAsync(this TestApp app, string script = "") =>
        app.AJobAsync(new { prompt = script.Length == 0 ? "A cat" : $"A cat [sim: {script}]", model = "kling-v2-5-turbo", simulation = "never" });

    /// <summary>The keys of a provider, as anybody who may ask is told.</summary>
    public static async Task<JsonArray> KeysAsync(this TestApp app, string provider) =>
        (await app.GetAsync("/api/providers")).Json!["providers"]!.AsArray().Single(one => (string?)one!["name"] == provider)!["keys"]!.AsArray();

    public static IEnumerable<string?> Verdicts(this JsonNode job) => job["trace"]!.AsArray().Select(hop => (string?)hop!["verdict"]);

    public static Task NoCreditsAsync(this Simulator sim) => sim.ControlAsync("runway", new { credits = 0 });

    public static async Task<int> SubmitsAsync(this Simulator sim) => (await sim.ReadAsync("log?operation=submit")).AsArray().Count;
}
