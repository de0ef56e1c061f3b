using VideoGen.Domain.Media;
using VideoGen.Functions.Media;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Media;

public sealed class TranscodeTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Ffmpeg _ffmpeg = RealFfmpeg.Create();
    private readonly MediaTools _media;

    public TranscodeTests() => _media = new(_ffmpeg);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Fit.Whole)]
    [InlineData(Fit.Fill)]
    [InlineData(Fit.Blur)]
    public async Task A_picture_comes_into_a_frame_of_another_shape(string fit)
    {
        // White on the left, grey on the right: what is cut, barred and blurred can be told apart.
        var source = await MakeAsync("a.mp4", "-vf", "drawbox=x=0:y=0:w=160:h=180:color=white:t=fill,drawbox=x=160:y=0:w=160:h=180:color=gray:t=fill");

        var made = await TranscodeAsync(source, new("high", 108, 192, 12, fit));

        var facts = (await _media.ProbeAsync(File.OpenRead(made), Ct)).Facts!;
        Assert.Equal((108, 192, 12d, "h264", true), (facts.Width, facts.Height, facts.Fps, facts.Codec, facts.IndexFirst));
        var (top, left) = ((await RealFfmpeg.FrameAsync(made, _folder.Path, "8:8:4:4"))[0], (await RealFfmpeg.FrameAsync(made, _folder.Path, "8:8:4:92"))[0]);
        Assert.InRange(top, fit == Fit.Whole ? 0 : 200, fit == Fit.Whole ? 30 : 255);
        Assert.InRange(left, 200, 255);
    }

    [Fact]
    public async Task Quality_decides_the_size()
    {
        var source = await MakeAsync("a.mp4", "-vf", "noise=alls=40:allf=t", "-qp", "4");

        var sizes = new List<long>();
        foreach (var quality in new[] { "low", "medium" }) sizes.Add(new FileInfo(await TranscodeAsync(source, new(quality, null, null, null, Fit.Whole))).Length);

        Assert.True(sizes[0] < sizes[1] && sizes[1] < new FileInfo(source).Length, string.Join(' ', sizes));
    }

    [Theory]
    [InlineData("a.mov", "h264", "-f", "mov")]
    [InlineData("a.webm", "vp9", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8")]
    [InlineData("a.mp4", "hevc", "-c:v", "libx265", "-x265-params", "log-level=error")]
    [InlineData("a.mp4", "h264", "-pix_fmt", "yuv422p")]
    [InlineData("a.mp4", "mpeg4", "-c:v", "mpeg4")]
    public async Task What_not_every_player_shows_becomes_H264_in_MP4(string name, string codec, params string[] how)
    {
        var source = await RealFfmpeg.MakeFromAsync(
            _folder[name], ["-f", "lavfi", "-i", "testsrc2=size=322x180:rate=24:duration=0.5", "-f", "lavfi", "-i", "sine=duration=0.5"], how);
        Assert.Equal(codec, (await _media.ProbeAsync(File.OpenRead(source), Ct)).Facts!.Codec);

        var made = await TranscodeAsync(source, null);

        var facts = (await _media.ProbeAsync(File.OpenRead(made), Ct)).Facts!;
        Assert.Equal(("h264", "aac", "mp4", true), (facts.Codec, facts.AudioCodec, facts.Container, facts.IsCommon));
        Assert.Equal((322, 180), (facts.Width, facts.Height));
    }

    [Theory]
    [InlineData("smpte2084")]
    [InlineData("arib-std-b67")]
    public async Task HDR_is_told_and_brought_down(string transfer)
    {
        var source = await MakeAsync(
            "a.mp4", "-c:v", "libx265", "-x265-params", "log-level=error", "-pix_fmt", "yuv420p10le", "-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc", "-t", "0.2");
        Assert.True((await _media.ProbeAsync(File.OpenRead(source), Ct)).Facts!.Hdr);

        var made = await TranscodeAsync(source, null);

        Assert.False((await _media.ProbeAsync(File.OpenRead(made), Ct)).Facts!.Hdr);
        Assert.Equal("yuv420p", (await RealFfmpeg.ProbeAsync(made)).PixelFormat);
    }

    [Theory]
    [InlineData("270", 90, 180, 320)]
    [InlineData("180", 180, 320, 180)]
    [InlineData("90", 270, 180, 320)]
    public async Task What_was_filmed_on_its_side_is_stood_up(string counterclockwise, int rotation, int width, int height)
    {
        var turned = await RealFfmpeg.MakeFromAsync(_folder["b.mp4"], ["-i", await MakeAsync("a.mp4")], "-c", "copy", "-metadata:s:v", $"rotate={counterclockwise}");
        var told = (await _media.ProbeAsync(File.OpenRead(turned), Ct)).Facts!;
        Assert.Equal((rotation, width, height), (told.Rotation, told.Width, told.Height));

        var facts = (await _media.ProbeAsync(File.OpenRead(await TranscodeAsync(turned, new("low", null, null, 12, Fit.Whole))), Ct)).Facts!;

        Assert.Equal((0, width, height), (facts.Rotation, facts.Width, facts.Height));
    }

    [Fact]
    public async Task A_picture_of_4K_with_odd_sides_and_sound_is_brought_to_any_size()
    {
        var source = await RealFfmpeg.MakeFromAsync(
            _folder["a.mp4"], ["-f", "lavfi", "-i", "testsrc2=size=3840x2160:rate=5:duration=0.4", "-f", "lavfi", "-i", "sine=duration=0.4"]);
        var odd = await MakeAsync("odd.mp4", "-vf", "scale=321:181", "-pix_fmt", "yuv444p");

        Assert.Equal((1080, 1080), await SizeAsync(await TranscodeAsync(source, new(null, 1080, 1080, null, Fit.Blur))));
        Assert.Equal((320, 180), await SizeAsync(await TranscodeAsync(odd, null)));
    }

    [Fact]
    public async Task Progress_is_told_while_it_goes_on()
    {
        var source = await MakeAsync("a.mp4");
        await using var content = File.OpenRead(source);
        var facts = (await _media.ProbeAsync(content, Ct)).Facts!;
        var told = new List<double>();

        await using var made = await _media.TranscodeAsync(content, facts, new(false, true, 64, 64, null, Fit.Whole, "low", false), told.Add, Ct);

        Assert.Null(made.Failure);
        Assert.NotEmpty(told);
        Assert.All(told, part => Assert.InRange(part, 0, 1));
        Assert.Equal(told.Order(), told);
    }

    [Fact]
    public async Task What_cannot_be_decoded_is_a_failure_with_its_reason()
    {
        var bytes = await File.ReadAllBytesAsync(await MakeAsync("a.mp4", "-movflags", "+faststart"), Ct);
        bytes.AsSpan(bytes.AsSpan().IndexOf("mdat"u8) + 4).Clear();
        using var content = new MemoryStream(bytes);
        var facts = (await _media.ProbeAsync(content, Ct)).Facts!;

        await using var made = await _media.TranscodeAsync(content, facts, new(false, true, 64, 64, null, Fit.Whole, "low", false), _ => { }, Ct);

        Assert.Null(made.Content);
        Assert.NotEmpty(made.Failure!);
    }

    [Fact]
    public async Task Every_condition_of_a_file_has_its_name()
    {
        var whole = await File.ReadAllBytesAsync(await MakeAsync("a.mp4", "-movflags", "+faststart"), Ct);
        var sound = await File.ReadAllBytesAsync(await RealFfmpeg.MakeFromAsync(_folder["s.mp4"], ["-f", "lavfi", "-i", "sine=duration=0.1"]), Ct);
        var still = await File.ReadAllBytesAsync(await MakeAsync("z.mp4", "-frames:v", "0"), Ct);
        var webm = await File.ReadAllBytesAsync(await MakeAsync("w.webm", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-t", "0.2"), Ct);

        foreach (var (expected, bytes) in new (MediaCondition, byte[])[]
        {
            (MediaCondition.Sound, whole), (MediaCondition.Empty, []), (MediaCondition.Truncated, whole[..^10]), (MediaCondition.NoPicture, sound), (MediaCondition.NotAVideo, "a text, renamed to .mp4"u8.ToArray()),
            (MediaCondition.NoPicture, still), (MediaCondition.Sound, webm), (MediaCondition.Damaged, webm[..40]),
        })
        {
            var reading = await _media.ProbeAsync(new MemoryStream(bytes), Ct);

            Assert.Equal((expected, expected == MediaCondition.Sound), (reading.Condition, reading.Facts is not null));
        }
    }

    public void Dispose()
    {
        _ffmpeg.Dispose();
        _folder.Dispose();
    }

    private Task<string> MakeAsync(string name, params string[] how) => RealFfmpeg.MakeAsync(_folder[name], how: how);

    private async Task<(int, int)> SizeAsync(string path) =>
        (await _media.ProbeAsync(File.OpenRead(path), Ct)).Facts is { } facts ? (facts.Width, facts.Height) : default;

    private async Task<string> TranscodeAsync(string path, DeliveryWish? wish)
    {
        await using var content = File.OpenRead(path);
        var source = (await _media.ProbeAsync(content, Ct)).Facts!;
        var spec = TranscodeRule.Decide(source, content.Length, wish);
        Assert.NotNull(spec);

        await using var made = await _media.TranscodeAsync(content, source, spec, _ => { }, Ct);

        Assert.Null(made.Failure);
        var result = _folder[$"{Guid.NewGuid():N}.mp4"];
        await using var file = File.Create(result);
        await made.Content!.CopyToAsync(file, Ct);
        return result;
    }
}
