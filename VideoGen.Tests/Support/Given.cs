using System.Net;
using VideoGen.Tests.ProviderSim;

namespace VideoGen.Tests.Support;

/// <summary>States a test begins in, reached through the front door.</summary>
internal static class Given
{
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

    public static Task NoCreditsAsync(this Simulator sim) => sim.ControlAsync("runway", new { credits = 0 });

    public static async Task<int> SubmitsAsync(this Simulator sim) => (await sim.ReadAsync("log?operation=submit")).AsArray().Count;
}
