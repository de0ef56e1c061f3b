using VideoGen.Domain.Catalog;
using VideoGen.Functions.Media;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Media;

public sealed class ImageHeaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a.png", "image/png")]
    [InlineData("a.jpg", "image/jpeg")]
    [InlineData("a.webp", "image/webp")]
    [InlineData("a.webp", "image/webp", "-lossless", "1")]
    public async Task It_tells_type_and_size(string name, string type, params string[] how)
    {
        var bytes = await Pictures.MakeAsync(_folder[name], "322x182", how);
        using var file = new MemoryStream(bytes);

        Assert.Equal(type, MediaType.Of(bytes.AsSpan(0, MediaType.HeadLength)));
        Assert.Equal(new FrameSize(322, 182), await ImageHeader.ReadAsync(file, type, Ct));
    }

    [Fact]
    public async Task The_frame_of_a_JPEG_is_found_behind_what_comes_before_it()
    {
        byte[] exif = [0xFF, 0xE1, 0xFF, 0xFF, .. new byte[65_533]];
        using var jpeg = new MemoryStream([0xFF, 0xD8, .. exif, .. exif, 0xFF, 0xFF, 0xC2, 0, 17, 8, 0x01, 0x02, 0x03, 0x04, 3]);

        Assert.Equal(new FrameSize(0x304, 0x102), await ImageHeader.ReadAsync(jpeg, MediaType.Jpeg, Ct));
    }

    [Theory]
    [InlineData(MediaType.Png)]
    [InlineData(MediaType.Jpeg)]
    [InlineData(MediaType.WebP)]
    public async Task Damage_gives_a_size_or_none_and_nothing_else(string type)
    {
        var whole = (await Pictures.MakeAsync(_folder[$"a.{MediaType.ExtensionOf(type)}"], "64x48"))[..200];
        var chance = new Random(42);
        for (var round = 0; round < 2000; round++)
        {
            var damaged = whole[..chance.Next(whole.Length)];
            for (var hit = 0; hit < 4 && damaged.Length > 0; hit++) damaged[chance.Next(damaged.Length)] = (byte)chance.Next(256);

            Assert.True(await ImageHeader.ReadAsync(new MemoryStream(damaged), type, Ct) is null or { Width: > 0, Height: > 0 });
        }
    }

    [Theory]
    [InlineData("ftypheic")]
    [InlineData("ftypavif")]
    [InlineData("%PDF-1.7")]
    [InlineData("<svg xml")]
    public void What_only_looks_like_something_known_is_not(string head) =>
        Assert.Null(MediaType.Of([0, 0, 0, 24, .. System.Text.Encoding.ASCII.GetBytes(head), 0, 0, 0, 0]));

    public void Dispose() => _folder.Dispose();
}
