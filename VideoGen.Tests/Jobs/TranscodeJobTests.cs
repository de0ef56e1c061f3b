using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;
using VideoGen.Functions.Jobs;
using VideoGen.Functions.Media;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

public sealed class TranscodeJobTests : IDisposable
{
    // The one on the PATH.
    private const string WithFfmpeg = "FFMPEG_PATH=";

    private static readonly object Wish = new { prompt = "A cat", model = "gen4.5", width = 240, height = 240, fit = "blur", fps = 30, quality = "low" };

    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_video_comes_in_the_size_rate_and_quality_asked_for()
    {
        await using var app = await TestApp.StartAsync(WithFfmpeg);

        var job = await app.JobWhenOverAsync(await app.AJobAsync(Wish));

        var video = job["videos"]![0]!;
        Assert.Equal(("completed", "sound", 240, 240, 30d, "h264"), ((string?)job["status"], (string?)video["condition"], (int)video["width"]!, (int)video["height"]!, (double)video["fps"]!, (string?)video["codec"]));
        Assert.NotNull(job["timings"]!["transcode"]);
        Assert.Equal((240, 240), ((int)job["width"]!, (int)job["height"]!));
        Assert.Contains("brought to 240:240", Adapted(job, "width")!["used"]!.ToString());
        Assert.Contains("brought to 30", Adapted(job, "fps")!["used"]!.ToString());
        Assert.Null(Adapted(job, "quality"));
        var bytes = await app.Http.GetByteArrayAsync((string)video["contentUrl"]!, Ct);
        Assert.Equal(((string?)video["sha256"], (long)video["sizeBytes"]!), (Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length));
        Assert.Equal((240, 240), ((await Mp4.ReadAsync(new MemoryStream(bytes), Ct)).Facts is { } facts ? (facts.Width, facts.Height) : default));
        Assert.Equal([$"{job["id"]}.mp4", $"{job["id"]}_thumb.jpg"], app.StoredFiles());
    }

    [Fact]
    public async Task A_plain_request_is_not_transcoded()
    {
        await using var app = await TestApp.StartAsync(WithFfmpeg);

        var job = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat", model = "gen4.5", platform = "tiktok", style = "cinematic" }));

        var task = (string?)(await app.Sim.ReadAsync("runway/bill"))["tasks"]![0]!["task"];
        Assert.Equal((string?)(await app.Sim.ReadAsync($"outputs/{task}/0.mp4"))["sha256"], (string?)job["videos"]![0]!["sha256"]);
        Assert.Null(job["timings"]!["transcode"]);
    }

    [Fact]
    public async Task Without_ffmpeg_the_plan_promises_nothing_it_cannot_keep()
    {
        await using var app = await TestApp.StartAsync();

        var job = await app.JobWhenOverAsync(await app.AJobAsync(Wish));

        Assert.Equal(("completed", 720), ((string?)job["status"], (int)job["videos"]![0]!["height"]!));
        Assert.Equal("24", Adapted(job, "fps")!["used"]!.ToString());
        Assert.Equal("as made", Adapted(job, "quality")!["used"]!.ToString());
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task What_cannot_be_transcoded_stays_as_it_was_made_and_the_job_says_so()
    {
        await File.WriteAllTextAsync(_folder["ffmpeg"], "#!/bin/sh\necho 'no encoder today' >&2; exit 1\n", Ct);
        File.SetUnixFileMode(_folder["ffmpeg"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var app = await TestApp.StartAsync($"FFMPEG_PATH={_folder["ffmpeg"]}");

        var job = await app.JobWhenOverAsync(await app.AJobAsync(Wish));

        Assert.Equal(("completed", "sound", 720), ((string?)job["status"], (string?)job["videos"]![0]!["condition"], (int)job["videos"]![0]!["height"]!));
        Assert.Equal("as made", Adapted(job, "transcode")!["used"]!.ToString());
        Assert.Contains("no encoder today", Adapted(job, "transcode")!["why"]!.ToString());
        Assert.Contains("240:240 by blur", Adapted(job, "transcode")!["asked"]!.ToString());
    }

    [Fact]
    public async Task A_second_run_finds_the_new_file_and_does_not_make_it_again()
    {
        await using var app = await TestApp.StartAsync(WithFfmpeg);
        var job = await app.JobWhenOverAsync(await app.AJobAsync(Wish));
        var id = JobId.TryParse((string?)job["id"])!;
        var task = (string)(await app.Sim.ReadAsync("runway/bill"))["tasks"]![0]!["task"]!;
        var activity = ActivatorUtilities.CreateInstance<TranscodeVideo>(app.Services);

        var again = await activity.Run(
            new("anonymous", id, 0, task, new MediaFacts(1280, 720, 5, 24, "h264"), new(false, true, 64, 64, null, Fit.Whole, "low", false)),
            app.Services.GetRequiredService<DurableTaskClient>(), Ct);

        Assert.Equal(((string?)job["videos"]![0]!["sha256"], 240), (again.Stored!.Sha256, again.Stored.Facts!.Width));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_job_that_is_called_off_ends_the_transcoding_and_keeps_the_paid_video()
    {
        // It never ends by itself; told to make a thumbnail, without progress, it fails.
        await File.WriteAllTextAsync(
            _folder["ffmpeg"],
            $"#!/bin/sh\ncase \"$*\" in *-progress*) ;; *) exit 1;; esac\necho $$ > '{_folder["pid"]}'\nwhile :; do echo out_time_us=1000; sleep 0.1; done\n",
            Ct);
        File.SetUnixFileMode(_folder["ffmpeg"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var app = await TestApp.StartAsync($"FFMPEG_PATH={_folder["ffmpeg"]}");
        var id = await app.AJobAsync(Wish);
        await app.JobWhenAtAsync(id, "transcoding");

        await app.PostAsync($"/api/videos/{id}/cancel");
        await Eventually.IsTrueAsync(async () =>
        {
            app.Time.Advance(TimeSpan.FromSeconds(6));
            return (string?)(await app.JobAsync(id))["status"] == "canceled";
        }, TimeSpan.FromMinutes(2));

        var video = (await app.JobAsync(id))["videos"]![0]!;
        Assert.Equal(("late", "sound"), ((string?)video["status"], (string?)video["condition"]));
        Assert.False(Directory.Exists($"/proc/{(await File.ReadAllTextAsync(_folder["pid"], Ct)).Trim()}"));
    }

    public void Dispose() => _folder.Dispose();

    private static JsonNode? Adapted(JsonNode job, string field) => job["adapted"]!.AsArray().FirstOrDefault(entry => (string?)entry!["field"] == field);
}
