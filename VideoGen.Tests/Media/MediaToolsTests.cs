using System.Text;
using VideoGen.Domain.Media;
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
        await using var video = File.OpenRead(await RealFfmpeg.MakeAsync(_folder["a.mp4"], size));

        var made = await RealFfmpeg.ProbeAsync(await ThumbnailAsync(video));

        Assert.Equal(("mjpeg", width, height), (made.Codec, made.Width, made.Height));
    }

    [Theory]
    [InlineData("+faststart")]
    [InlineData("0")]
    public async Task A_thumbnail_is_the_first_frame(string flags)
    {
        await using var video = File.OpenRead(await RealFfmpeg.MakeFromAsync(
            _folder["a.mp4"],
            ["-f", "lavfi", "-i", "color=white:size=320x180:duration=0.1:rate=10", "-f", "lavfi", "-i", "color=black:size=320x180:duration=1:rate=10"],
            "-filter_complex", "concat=n=2", "-movflags", flags));

        Assert.All(await RealFfmpeg.FrameAsync(await ThumbnailAsync(video), _folder.Path), grey => Assert.InRange(grey, 250, 255));
    }

    [Fact]
    public async Task No_more_of_a_large_file_is_read_than_needed()
    {
        await using var video = File.Open(await RealFfmpeg.MakeAsync(_folder["a.mp4"], how: ["-movflags", "+faststart"]), FileMode.Open);
        video.Position = video.Length;
        await video.WriteAsync((byte[])[0x40, 0, 0, 0, .. "free"u8], Ct);
        video.SetLength(video.Length - 8 + 0x40000000);

        await ThumbnailAsync(video);

        Assert.InRange(video.Position, 1, 50_000_000);
    }

    [Fact]
    public async Task What_is_no_video_has_no_thumbnail_and_no_facts()
    {
        using var list = new MemoryStream(Encoding.UTF8.GetBytes("#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n"));

        Assert.Null(await _media.ExtractThumbnailAsync(list, null, Ct));
        Assert.Equal(MediaCondition.NotAVideo, (await _media.ProbeAsync(list, Ct)).Condition);
    }

    [Fact]
    public async Task A_video_that_cannot_be_decoded_has_facts_and_no_thumbnail()
    {
        var bytes = await File.ReadAllBytesAsync(await RealFfmpeg.MakeAsync(_folder["a.mp4"], how: ["-movflags", "+faststart"]), Ct);
        bytes.AsSpan(bytes.AsSpan().IndexOf("mdat"u8) + 4).Clear();
        using var video = new MemoryStream(bytes);

        Assert.Equal(320, (await _media.ProbeAsync(video, Ct)).Facts!.Width);
        Assert.Null(await _media.ExtractThumbnailAsync(video, null, Ct));
    }

    [Fact]
    public async Task Without_ffmpeg_the_facts_are_still_read_and_the_lack_is_explained()
    {
        using var none = RealFfmpeg.None();
        var media = new MediaTools(none);
        await using var video = File.OpenRead(await RealFfmpeg.MakeAsync(_folder["a.mp4"]));

        Assert.Equal("ffmpeg is not on the PATH, and FFMPEG_PATH is not set", media.Unavailable);
        Assert.Null(await media.ExtractThumbnailAsync(video, null, Ct));
        Assert.Equal(320, (await media.ProbeAsync(video, Ct)).Facts!.Width);
    }

    public void Dispose()
    {
        _ffmpeg.Dispose();
        _folder.Dispose();
    }

    private async Task<string> ThumbnailAsync(Stream video)
    {
        var thumbnail = await _media.ExtractThumbnailAsync(video, null, Ct);
        Assert.NotNull(thumbnail);
        await File.WriteAllBytesAsync(_folder["a.jpg"], thumbnail, Ct);
        return _folder["a.jpg"];
    }
}
