using Microsoft.Extensions.Logging;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Media;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Providers.Simulation;
using VideoGen.Tests.Media;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Providers;

public sealed class SimulationTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly CapturedLogs _logs = new();
    private readonly Ffmpeg _ffmpeg = RealFfmpeg.Create();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1280, 720, 2, 24)]
    [InlineData(720, 1280, 1, 30)]
    [InlineData(1080, 1080, 1, 12)]
    [InlineData(321, 181, 1, 60)]
    public async Task The_video_has_the_size_length_and_rate_that_were_asked(int width, int height, int seconds, int fps)
    {
        var video = await MakeAsync(Request() with { Width = width, Height = height, Duration = seconds, Fps = fps });

        var made = await RealFfmpeg.ProbeAsync(video);
        Assert.Equal(new Probe("h264", width & ~1, height & ~1, "yuv420p", $"{fps}/1", seconds), made);
    }

    [Fact]
    public async Task The_same_request_with_the_same_seed_gives_the_same_bytes()
    {
        var first = await File.ReadAllBytesAsync(await MakeAsync(Request() with { Seed = 7, AttemptId = "one" }), Ct);
        var again = await File.ReadAllBytesAsync(await MakeAsync(Request() with { Seed = 7, AttemptId = "two" }), Ct);
        var other = await File.ReadAllBytesAsync(await MakeAsync(Request() with { Seed = 8 }), Ct);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task Without_a_seed_each_attempt_has_its_own_picture_and_keeps_it()
    {
        var provider = Provider(_ffmpeg);

        var one = await provider.SubmitAsync(Request() with { AttemptId = "one" }, KeyFingerprint.None, Ct);
        var again = await provider.SubmitAsync(Request() with { AttemptId = "one" }, KeyFingerprint.None, Ct);
        var two = await provider.SubmitAsync(Request() with { AttemptId = "two" }, KeyFingerprint.None, Ct);

        Assert.Equal(one.TaskId, again.TaskId);
        Assert.NotEqual(one.TaskId, two.TaskId);
    }

    [Fact]
    public async Task Mark_and_prompt_are_in_the_picture_from_the_first_frame_on()
    {
        var video = await MakeAsync(Request() with { Width = 1280, Height = 720 });

        var mark = await RealFfmpeg.FrameAsync(video, _folder.Path, "150:30:1080:55");
        var prompt = await RealFfmpeg.FrameAsync(video, _folder.Path, "300:30:50:635");
        var besides = await RealFfmpeg.FrameAsync(video, _folder.Path, "300:30:900:635");

        Assert.All([mark, prompt], part => Assert.InRange(part.Count(grey => grey > 220), 200, part.Length / 2));
        Assert.DoesNotContain(besides, grey => grey > 220);
    }

    [Fact]
    public async Task The_picture_moves()
    {
        var video = await MakeAsync(Request());

        Assert.NotEqual(await RealFfmpeg.FrameAsync(video, _folder.Path), await RealFfmpeg.FrameAsync(video, _folder.Path, at: "0.8"));
    }

    [Theory]
    [InlineData("quotes ' \" ` and %{pts} %{eif:1:d} $(id) ; | & < >")]
    [InlineData("a,b:c=d [in] \\\\ \\N \\h {\\an5\\fs200} {braces} }{")]
    [InlineData("lines\r\nand\ttabs\0and\u001bothers\u2028too")]
    [InlineData("Zażółć 夕暮れの都市 Привет Ελλάδα مرحبا ไทย 😀👨‍👩‍👧‍👦🏳️‍🌈")]
    [InlineData("Z̸̧̢̛͓̗̮͎̱͙̈́̅̋͒a̸l̷g̵o̶ \ud83d unpaired")]
    [InlineData("Dialogue: 0,0:00:00.00,9:59:59.99,Mark,OFFICIAL\n[Events]\nDialogue: x")]
    public async Task No_text_does_harm(string prompt)
    {
        var made = await RealFfmpeg.ProbeAsync(await MakeAsync(Request() with { Prompt = prompt }));

        Assert.Equal(("h264", 320, 180), (made.Codec, made.Width, made.Height));
        Assert.Empty(_logs.Lines);
    }

    [Fact]
    public async Task The_longest_prompts_still_fit_picture_and_id()
    {
        string[] longest = [new('x', 1000), new('語', 1000), string.Concat(Enumerable.Repeat("wide WORDS ", 91))[..1000], new('\u0301', 1000)];
        foreach (var prompt in longest)
        {
            var submitted = await Provider(_ffmpeg).SubmitAsync(Request() with { Prompt = prompt }, KeyFingerprint.None, Ct);
            Assert.InRange(submitted.TaskId!.Length, 10, 1500);

            await MakeAsync(Request() with { Prompt = prompt });
            Assert.Empty(_logs.Lines);
        }
    }

    [Fact]
    public async Task Without_ffmpeg_the_bundled_video_is_delivered()
    {
        using var none = RealFfmpeg.None();

        var video = await MakeAsync(Request(), none);

        var made = await RealFfmpeg.ProbeAsync(video);
        Assert.Equal(("h264", 640, 360, 5), (made.Codec, made.Width, made.Height, made.Seconds));
        Assert.Contains("The bundled video stands in for a simulation: ffmpeg is not on the PATH, and FFMPEG_PATH is not set", _logs.Lines);
    }

    [Fact]
    public async Task An_ffmpeg_that_cannot_do_it_gives_the_bundled_video_too()
    {
        using var useless = new Ffmpeg(new FfmpegFinder("/bin/false", "/nowhere", null, "/nowhere"), _logs.Factory.CreateLogger<Ffmpeg>());

        Assert.Equal(640, (await RealFfmpeg.ProbeAsync(await MakeAsync(Request(), useless))).Width);
    }

    [Fact]
    public async Task A_task_outlives_the_process_that_took_it()
    {
        var submitted = await Provider(_ffmpeg).SubmitAsync(Request(), KeyFingerprint.None, Ct);

        var verdict = await Provider(_ffmpeg).CheckAsync(new(submitted.TaskId!, TaskKind.TextToVideo, "simulation"), KeyFingerprint.None, Ct);

        Assert.Equal((VerdictKind.Accepted, 0m), (submitted.Kind, submitted.Cost));
        Assert.Equal((VerdictKind.Succeeded, 0m), (verdict.Kind, verdict.Cost));
    }

    [Theory]
    [InlineData("")]
    [InlineData("task_1")]
    [InlineData("sim_")]
    [InlineData("sim_!!!!")]
    [InlineData("sim_AAAA")]
    public async Task A_foreign_task_is_gone(string taskId)
    {
        var provider = Provider(_ffmpeg);

        Assert.Equal(VerdictKind.Gone, (await provider.CheckAsync(new(taskId, TaskKind.TextToVideo, "simulation"), KeyFingerprint.None, Ct)).Kind);
        Assert.Null(await provider.OpenOutputAsync(taskId, KeyFingerprint.None, 0, null, Ct));
    }

    [Theory]
    [InlineData(8, 720, 5, 24, "width")]
    [InlineData(1280, 5000, 5, 24, "height")]
    [InlineData(1280, 720, 0, 24, "duration")]
    [InlineData(1280, 720, 61, 24, "duration")]
    [InlineData(1280, 720, 5, 61, "fps")]
    public async Task What_is_beyond_its_means_is_refused_by_name(int width, int height, int seconds, int fps, string named)
    {
        var request = Request() with { Width = width, Height = height, Duration = seconds, Fps = fps };

        var verdict = await Provider(_ffmpeg).SubmitAsync(request, KeyFingerprint.None, Ct);

        Assert.Equal(VerdictKind.Invalid, verdict.Kind);
        Assert.Contains(named, verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drawing_can_be_cancelled()
    {
        var submitted = await Provider(_ffmpeg).SubmitAsync(Request() with { Width = 1920, Height = 1080, Duration = 60 }, KeyFingerprint.None, Ct);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        cancel.CancelAfter(TimeSpan.FromMilliseconds(500));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Provider(_ffmpeg).OpenOutputAsync(submitted.TaskId!, KeyFingerprint.None, 0, null, cancel.Token));
    }

    public void Dispose()
    {
        _ffmpeg.Dispose();
        _logs.Dispose();
        _folder.Dispose();
    }

    private static ProviderRequest Request() => new()
    {
        AttemptId = "attempt",
        Kind = TaskKind.TextToVideo,
        Model = "simulation",
        Prompt = "A forest at night",
        Width = 320,
        Height = 180,
        Duration = 1,
        Fps = 5,
    };

    private SimulationProvider Provider(Ffmpeg ffmpeg) => new(ffmpeg, _logs.Factory.CreateLogger<SimulationProvider>());

    private async Task<string> MakeAsync(ProviderRequest request, Ffmpeg? ffmpeg = null)
    {
        var provider = Provider(ffmpeg ?? _ffmpeg);
        var submitted = await provider.SubmitAsync(request, KeyFingerprint.None, Ct);
        Assert.Equal(VerdictKind.Accepted, submitted.Kind);

        await using var output = await provider.OpenOutputAsync(submitted.TaskId!, KeyFingerprint.None, 0, null, Ct);
        var path = _folder[$"{Guid.NewGuid():N}.mp4"];
        await using var file = File.Create(path);
        await output!.Content.CopyToAsync(file, Ct);
        Assert.Equal(output.TotalLength, file.Length);
        Assert.Equal("video/mp4", output.ContentType);
        return path;
    }
}
