using VideoGen.Domain.Media;
using VideoGen.Functions.Media;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Media;

public sealed class Mp4Tests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1280x720", "24", 24)]
    [InlineData("720x1280", "30", 30)]
    [InlineData("322x182", "30000/1001", 29.97)]
    [InlineData("64x64", "60", 60)]
    public async Task It_tells_size_length_rate_and_codec(string size, string rate, double fps)
    {
        var facts = await FactsAsync(await RealFfmpeg.MakeAsync(_folder["a.mp4"], size, rate));

        Assert.Equal(size, $"{facts.Width}x{facts.Height}");
        Assert.Equal(fps, facts.Fps!.Value, 0.01);
        Assert.Equal(1, facts.DurationSeconds, 0.04);
        Assert.Equal("h264", facts.Codec);
    }

    [Theory]
    [InlineData("-movflags +faststart")]
    [InlineData("-movflags +empty_moov+default_base_moof+frag_keyframe")]
    [InlineData("-brand mp42")]
    public async Task The_order_of_the_file_does_not_matter(string how)
    {
        var facts = await FactsAsync(await RealFfmpeg.MakeAsync(_folder["a.mp4"], how: how.Split(' ')));

        Assert.Equal((320, 180, "h264"), (facts.Width, facts.Height, facts.Codec));
    }

    [Theory]
    [InlineData("libx265", "hevc")]
    [InlineData("mpeg4", "mpeg4")]
    [InlineData("libvpx-vp9", "vp9")]
    public async Task Other_codecs_have_their_usual_names(string encoder, string codec)
    {
        var facts = await FactsAsync(await RealFfmpeg.MakeAsync(_folder["a.mp4"], how: ["-c:v", encoder]));

        Assert.Equal(codec, facts.Codec);
    }

    [Fact]
    public async Task A_picture_filmed_on_its_side_is_told_upright()
    {
        var plain = await RealFfmpeg.MakeAsync(_folder["a.mp4"], "320x180");
        var turned = await RealFfmpeg.MakeFromAsync(_folder["b.mp4"], ["-i", plain], "-c", "copy", "-metadata:s:v", "rotate=90");

        var facts = await FactsAsync(turned);

        Assert.Equal((180, 320), (facts.Width, facts.Height));
    }

    [Fact]
    public async Task A_stretched_picture_is_told_as_shown()
    {
        var facts = await FactsAsync(await RealFfmpeg.MakeAsync(_folder["a.mp4"], "320x240", how: ["-vf", "setsar=4/3"]));

        Assert.Equal(426, facts.Width, 1.0);
        Assert.Equal(240, facts.Height);
    }

    [Fact]
    public async Task The_picture_is_found_behind_the_sound()
    {
        var sound = await RealFfmpeg.MakeFromAsync(
            _folder["a.mp4"],
            ["-f", "lavfi", "-i", "sine=duration=1", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=24:duration=1"]);

        Assert.Equal((320, 180), ((await FactsAsync(sound)).Width, (await FactsAsync(sound)).Height));
    }

    [Fact]
    public async Task A_cut_file_is_never_taken_for_a_whole_one()
    {
        foreach (var flags in new[] { "+faststart", "0" })
        {
            var whole = await File.ReadAllBytesAsync(await RealFfmpeg.MakeAsync(_folder["a.mp4"], "64x64", "5", "-movflags", flags), Ct);
            for (var length = 0; length < whole.Length; length++)
            {
                var reading = await Mp4.ReadAsync(new MemoryStream(whole, 0, length), Ct);
                Assert.True(reading is { Facts: null, Problem: not null }, $"cut at {length} of {whole.Length}");
            }
        }
    }

    [Fact]
    public async Task A_damaged_file_gives_facts_or_a_problem_and_nothing_else()
    {
        var whole = await File.ReadAllBytesAsync(await RealFfmpeg.MakeAsync(_folder["a.mp4"], "64x64", "5", "-movflags", "+faststart"), Ct);
        var chance = new Random(42);
        for (var round = 0; round < 5_000; round++)
        {
            var damaged = whole.ToArray();
            for (var hit = 0; hit < 1 + round % 8; hit++) damaged[chance.Next(Math.Min(1000, damaged.Length))] = (byte)(chance.Next(3) * chance.Next(256));

            var (facts, _, problem) = await Mp4.ReadAsync(new MemoryStream(damaged), Ct);

            Assert.True(facts is null != problem is null);
            Assert.True(facts is null or { Width: > 0 and <= 16_384, Height: > 0 and <= 16_384, DurationSeconds: >= 0 and < 1e6, Fps: null or > 0 and <= 1000 });
        }
    }

    [Theory]
    [InlineData("", "it has no index (moov)")]
    [InlineData("mp4", "it is cut short")]
    [InlineData("<html><body>502 Bad Gateway</body></html>", "it does not begin as an MP4 file does")]
    [InlineData("\0\0\0\bftyp", "it has no index (moov)")]
    [InlineData("\0\0\0\bftyp\0\0\0\u0004moov", "a box has an impossible size")]
    [InlineData("\0\0\0\bftyp\0\0\0\u0001moov\0\0\0\0\0\0\0\u0002", "a box has an impossible size")]
    [InlineData("\0\0\0\bftyp\0\0\0\u0001moov\u007f\0\0\0\0\0\0\0", "it is cut short, within 'moov'")]
    [InlineData("\0\0\0\bftyp\u007f\0\0\0m\"}<\0\0\0\0", "it is cut short, within 'm???'")]
    [InlineData("\0\0\0\bftyp\0\0\0\bmoov", "it has no media (mdat)")]
    [InlineData("\0\0\0\bftyp\0\0\0\bmoov\0\0\0\bmdat", "it has no picture track")]
    public async Task What_is_no_MP4_is_refused_with_the_reason(string content, string reason)
    {
        var reading = await Mp4.ReadAsync(new MemoryStream([.. content.Select(c => (byte)c)]), Ct);

        Assert.Equal($"The file is no sound MP4: {reason}.", reading.Problem);
    }

    [Fact]
    public async Task An_endless_row_of_boxes_and_a_huge_index_are_given_up()
    {
        byte[] ftyp = [0, 0, 0, 8, .. "ftyp"u8];
        byte[] many = [.. ftyp, .. Enumerable.Repeat((byte[])[0, 0, 0, 8, .. "free"u8], 100_000).SelectMany(box => box)];
        var huge = new byte[40_000_000];
        ftyp.CopyTo(huge, 0);
        ((byte[])[0x02, 0x62, 0x59, 0xF8, .. "moov"u8]).CopyTo(huge, 8);

        Assert.Contains("no index", (await Mp4.ReadAsync(new MemoryStream(many), Ct)).Problem, StringComparison.Ordinal);
        Assert.Contains("index is too large", (await Mp4.ReadAsync(new MemoryStream(huge), Ct)).Problem, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<MediaFacts> FactsAsync(string path)
    {
        await using var file = File.OpenRead(path);
        var reading = await Mp4.ReadAsync(file, Ct);
        Assert.Null(reading.Problem);
        return reading.Facts!;
    }
}
