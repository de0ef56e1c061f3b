using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;
using VideoGen.Functions.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Tests.Media;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

/// <summary>What a provider might deliver, through the steps that store it, transcode it and make its thumbnail.</summary>
public sealed class RealMediaTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    private TestApp _app = null!;
    private int _jobs;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync("FFMPEG_PATH=");

    [Theory]
    [InlineData("plain.mp4", 320, 180)]
    [InlineData("portrait.mp4", 180, 320, "-vf", "scale=180:320,setsar=1")]
    [InlineData("index-last.mp4", 320, 180, "-movflags", "0")]
    [InlineData("a.mov", 320, 180, "-f", "mov")]
    [InlineData("a.webm", 320, 180, "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8")]
    [InlineData("hdr.mp4", 320, 180, "-c:v", "libx265", "-x265-params", "log-level=error", "-pix_fmt", "yuv420p10le", "-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc")]
    [InlineData("4k.mp4", 3840, 2160, "-vf", "scale=3840:2160", "-r", "2")]
    public async Task Sound_media_become_an_MP4_that_every_player_shows_with_a_thumbnail(string name, int width, int height, params string[] how)
    {
        var (stored, thumbnail) = await PassAsync(await File.ReadAllBytesAsync(await RealFfmpeg.MakeAsync(_folder[name], how: how), Ct));

        Assert.Equal((StoreOutcome.Stored, MediaCondition.Sound, "video/mp4", true), (stored.Outcome, stored.Condition, stored.ContentType, thumbnail));
        Assert.Equal((width, height, "h264", "mp4", false), (stored.Facts!.Width, stored.Facts.Height, stored.Facts.Codec, stored.Facts.Container, stored.Facts.Hdr));
    }

    [Theory]
    [InlineData(100, MediaCondition.Truncated)]
    [InlineData(2000, MediaCondition.Truncated)]
    public async Task What_is_cut_off_was_paid_for_and_is_kept_with_a_word_on_what_is_wrong(int cut, MediaCondition condition)
    {
        var whole = await File.ReadAllBytesAsync(await RealFfmpeg.MakeAsync(_folder["a.mp4"]), Ct);

        var (stored, thumbnail) = await PassAsync(whole[..^cut]);

        Assert.Equal((StoreOutcome.Stored, condition, null, false), (stored.Outcome, stored.Condition, stored.Facts, thumbnail));
        Assert.NotEmpty(stored.Detail!);
    }

    [Theory]
    [InlineData("", "empty file")]
    [InlineData("a text, renamed to .mp4", "no video")]
    public async Task What_is_no_video_is_not_stored(string content, string why)
    {
        var (stored, _) = await PassAsync(System.Text.Encoding.UTF8.GetBytes(content));

        Assert.Equal(StoreOutcome.Unusable, stored.Outcome);
        Assert.Contains(why, stored.Detail);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<(StoredVideo Stored, bool Thumbnail)> PassAsync(byte[] output)
    {
        var id = JobId.Create(Make.Noon.AddSeconds(++_jobs), Guid.Empty);
        var registry = new ProviderRegistry([new OneFile(output)]);
        var stored = await ActivatorUtilities.CreateInstance<StoreVideo>(_app.Services, registry).Run(new("anonymous", id, 0, "one-file", KeyFingerprint.None, "task", "output"), Ct);
        if (stored.Facts is { } facts && TranscodeRule.Decide(facts, stored.SizeBytes, null) is { } spec)
        {
            var client = _app.Services.GetRequiredService<DurableTaskClient>();
            var transcoded = await ActivatorUtilities.CreateInstance<TranscodeVideo>(_app.Services).Run(new("anonymous", id, 0, "task", facts, spec), client, Ct);
            Assert.Null(transcoded.Failure);
            stored = transcoded.Stored!;
        }

        return (stored, (await ActivatorUtilities.CreateInstance<ExtractThumbnail>(_app.Services).Run(new("anonymous", id, 0), Ct)).IsAvailable);
    }

    /// <summary>A provider of a single file.</summary>
    private sealed class OneFile(byte[] file) : IVideoProvider
    {
        public string Name => "one-file";

        public IReadOnlyList<KeyFingerprint> Keys => [KeyFingerprint.None];

        public Task<Verdict> SubmitAsync(ProviderRequest request, KeyFingerprint key, CancellationToken ct) => throw new NotSupportedException();

        public Task<Verdict> CheckAsync(TaskRef task, KeyFingerprint key, CancellationToken ct) => throw new NotSupportedException();

        public Task<Verdict> CancelAsync(TaskRef task, KeyFingerprint key, CancellationToken ct) => throw new NotSupportedException();

        public Task<ProviderCredits?> CreditsAsync(KeyFingerprint key, CancellationToken ct) => throw new NotSupportedException();

        public Task<ProviderOutput?> OpenOutputAsync(string output, KeyFingerprint key, long from, string? validator, CancellationToken ct) =>
            Task.FromResult<ProviderOutput?>(new(new MemoryStream(file), 0, file.Length, "application/octet-stream", null));
    }
}
