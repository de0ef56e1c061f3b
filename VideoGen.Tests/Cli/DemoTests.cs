using System.Diagnostics;
using VideoGen.Functions.Media;
using VideoGen.Tests.Media;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Cli;

/// <summary>The demo as people run it: real processes, real time.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_prompt_becomes_a_video_and_a_thumbnail_through_a_provider_on_HTTP()
    {
        var (code, output) = await DemoAsync(["A paper boat on a quiet lake", "--out", _folder["out"]]);

        Assert.True(code == 0, output);
        Assert.Contains("a simulator on this machine plays the provider", output, StringComparison.Ordinal);
        Assert.Contains("runway, gen4_image: succeeded", output, StringComparison.Ordinal);
        Assert.Contains("runway, gen4_turbo: succeeded", output, StringComparison.Ordinal);
        await AssertVideoAndThumbnailAsync();
    }

    [Fact]
    public async Task Without_any_provider_it_is_a_simulation_and_says_so()
    {
        var (code, output) = await DemoAsync(["--out", _folder["out"], "--data", _folder["data"]], ("SIMULATION", "always"));

        Assert.True(code == 0, output);
        Assert.Contains("(a simulation)", output, StringComparison.Ordinal);
        Assert.Contains("cost      $0.00", output, StringComparison.Ordinal);
        await AssertVideoAndThumbnailAsync();
        Assert.True(File.Exists(_folder["data/embedded.db"]));
    }

    [Fact]
    public async Task A_service_that_does_not_start_is_reported_with_its_last_words()
    {
        var (code, output) = await DemoAsync(["--out", _folder["out"]], ("POLL_LOOKS", "no number"));

        Assert.Equal(3, code);
        Assert.Contains("VideoGen.Functions ended as it started", output, StringComparison.Ordinal);
        Assert.Contains("POLL_LOOKS", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_that_is_refused_ends_with_the_reason()
    {
        var (code, output) = await DemoAsync([new string('x', 1001), "--out", _folder["out"]], ("SIMULATION", "always"));

        Assert.Equal(4, code);
        Assert.Contains("videogen: prompt: has 1001 characters", output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<(int Code, string Output)> DemoAsync(string[] arguments, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Program.Path, "demo", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("RUNWAY_API_KEY");
        start.Environment.Remove("RUNWAYML_API_SECRET");
        foreach (var (name, value) in settings) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        await using var end = Ct.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, output + await errors);
    }

    private async Task AssertVideoAndThumbnailAsync()
    {
        var video = Assert.Single(Directory.GetFiles(_folder["out"], "*.mp4"));
        var thumbnail = Assert.Single(Directory.GetFiles(_folder["out"], "*.jpg"));
        Assert.Equal(2, Directory.GetFiles(_folder["out"]).Length);

        await using var file = File.OpenRead(video);
        var facts = (await Mp4.ReadAsync(file, Ct)).Facts!;
        Assert.Equal((1280, 720, "h264"), (facts.Width, facts.Height, facts.Codec));
        var picture = await RealFfmpeg.ProbeAsync(thumbnail);
        Assert.Equal(("mjpeg", 1280, 720), (picture.Codec, picture.Width, picture.Height));
    }
}
