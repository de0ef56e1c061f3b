using VideoGen.Functions.Media;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Media;

public sealed class MediaToolsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Ffmpeg _ffmpeg = RealFfmpeg.Create();
    private readonly MediaTools _media;

    public MediaToolsTests() => _media = new(_ffmpeg);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1280x720", 1280, 720)]
    [InlineData("1920x1080", 1280, 720)]
    [InlineData("320x180", 1280, 720)]
    [InlineData("720x1280", 720, 1280)]
    [InlineData("500x500", 1280, 1280)]
    [InlineData("640x480", 1280, 960)]
    public async Task A_thumbnail_has_the_shape_of_the_video_and_a_longer_side_of_1280(string size, int width, int height)
    {
        var video = await RealFfmpeg.MakeAsync(_folder["a.mp4"], size);

        var thumbnail = await _media.ExtractThumbnailAsync(video, Ct);

        await File.WriteAllBytesAsync(_folder["a.jpg"], thumbnail!, Ct);
        var made = await RealFfmpeg.ProbeAsync(_folder["a.jpg"]);
        Assert.Equal(("mjpeg", width, height), (made.Codec, made.Width, made.Height));
    }

    [Fact]
    public async Task A_thumbnail_is_the_first_frame()
    {
        var video = await RealFfmpeg.MakeFromAsync(
            _folder["a.mp4"],
            ["-f", "lavfi", "-i", "color=white:size=320x180:duration=0.1:rate=10", "-f", "lavfi", "-i", "color=black:size=320x180:duration=1:rate=10"],
            "-filter_complex", "concat=n=2");

        var thumbnail = await _media.ExtractThumbnailAsync(video, Ct);

        await File.WriteAllBytesAsync(_folder["a.jpg"], thumbnail!, Ct);
        Assert.All(await RealFfmpeg.FrameAsync(_folder["a.jpg"], _folder.Path), grey => Assert.InRange(grey, 250, 255));
    }

    [Fact]
    public async Task What_is_no_video_has_no_thumbnail_and_no_facts()
    {
        await File.WriteAllTextAsync(_folder["a.mp4"], $"#EXTM3U\n#EXTINF:1,\n{_folder["secret.ts"]}\n", Ct);

        Assert.Null(await _media.ExtractThumbnailAsync(_folder["a.mp4"], Ct));
        Assert.Null(await _media.ProbeAsync(_folder["a.mp4"], Ct));
    }

    [Fact]
    public async Task Without_ffmpeg_the_facts_are_still_read_and_the_lack_is_explained()
    {
        using var none = RealFfmpeg.None();
        var media = new MediaTools(none);
        var video = await RealFfmpeg.MakeAsync(_folder["a.mp4"]);

        Assert.Equal("ffmpeg is not on the PATH, and FFMPEG_PATH is not set", media.Unavailable);
        Assert.Null(await media.ExtractThumbnailAsync(video, Ct));
        Assert.Equal(320, (await media.ProbeAsync(video, Ct))!.Width);
    }

    public void Dispose()
    {
        _ffmpeg.Dispose();
        _folder.Dispose();
    }
}
