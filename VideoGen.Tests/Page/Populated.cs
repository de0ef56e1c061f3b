using VideoGen.Tests.Support;

namespace VideoGen.Tests.Page;

/// <summary>A studio at work, for tests that only look: a job of each kind of end, and one under way.</summary>
public sealed class Populated(Chromium chromium) : IAsyncLifetime
{
    public TestApp App { get; private set; } = null!;

    public string Completed { get; private set; } = "";

    public string Simulated { get; private set; } = "";

    public string Failed { get; private set; } = "";

    public string Canceled { get; private set; } = "";

    public string Unknown { get; private set; } = "";

    public string Running { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (!chromium.IsThere) return;

        // With the machine's own ffmpeg, as pictures are to be seen.
        App = await TestApp.StartAsync("FFMPEG_PATH=");
        Completed = await App.AJobAsync(new { prompt = "A lighthouse in a storm", model = "gen4.5", style = "cinematic", tags = new[] { "sea" } });
        await App.JobWhenOverAsync(Completed);
        Simulated = await App.AJobAsync(new { prompt = "A paper boat on a pond", simulation = "always", style = "anime", count = 2 });
        await App.JobWhenOverAsync(Simulated);
        Failed = await App.AOneStepJobAsync("FAILED SAFETY.INPUT.TEXT");
        await App.JobWhenOverAsync(Failed);
        Canceled = await App.AJobWaitingForRunwayAsync();
        await App.PostAsync($"/api/videos/{Canceled}/cancel");
        await App.JobWhenOverAsync(Canceled);
        Unknown = await App.AJobOfUnknownSubmissionAsync();
        Running = await App.AJobWaitingForRunwayAsync("PENDING, RUNNING 0.4; advance=poll");
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium.IsThere) await App.DisposeAsync();
    }
}
