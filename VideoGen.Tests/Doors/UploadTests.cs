using System.Net;
using System.Net.Http.Headers;
using VideoGen.Tests.Media;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

public sealed class UploadTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    private TestApp _app = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync("UPLOAD_DAYS=3");

    [Theory]
    [InlineData("a.png", "image/png")]
    [InlineData("a.jpg", "image/jpeg")]
    [InlineData("a.webp", "image/webp")]
    public async Task An_image_is_taken_and_measured(string name, string type)
    {
        var bytes = await PictureAsync(name);

        var reply = await UploadAsync(new ByteArrayContent(bytes));

        Assert.True(reply.Status == HttpStatusCode.Created, reply.Body);
        var upload = reply.Json!;
        Assert.Equal((type, bytes.Length, 322, 182, null), ((string?)upload["contentType"], (int)upload["sizeBytes"]!, (int)upload["width"]!, (int)upload["height"]!, upload["durationSeconds"]));
        Assert.Equal(_app.Time.GetUtcNow().AddDays(3), (DateTimeOffset)upload["expiresAt"]!);
    }

    [Theory]
    [InlineData("a.mp4", "video/mp4")]
    [InlineData("a.mov", "video/quicktime")]
    public async Task A_video_is_taken_and_measured_in_a_form_too(string name, string type)
    {
        var bytes = await File.ReadAllBytesAsync(await RealFfmpeg.MakeAsync(_folder[name]), Ct);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "anything", "lies-about-itself.png" } };

        var upload = (await UploadAsync(form)).Json!;

        Assert.Equal((type, bytes.Length, 320, 180, 1), ((string?)upload["contentType"], (int)upload["sizeBytes"]!, (int)upload["width"]!, (int)upload["height"]!, (double)upload["durationSeconds"]!));
    }

    [Fact]
    public async Task What_is_no_image_and_no_video_is_refused_and_leaves_nothing_behind()
    {
        var video = await File.ReadAllBytesAsync(await RealFfmpeg.MakeAsync(_folder["a.mp4"]), Ct);
        var sound = await File.ReadAllBytesAsync(await RealFfmpeg.MakeFromAsync(_folder["s.mp4"], ["-f", "lavfi", "-i", "sine=duration=1"]), Ct);
        var picture = await PictureAsync("a.png");
        foreach (var (what, bytes) in new[]
        {
            ("nothing", []), ("text", "just some text, renamed to .mp4"u8.ToArray()), ("a cut video", video[..^100]), ("sound alone", sound),
            ("a web page", "<html><script>"u8.ToArray()), ("the head of a picture", picture[..20]), ("an empty index", [0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 0, 0]),
        })
        {
            var reply = await UploadAsync(new ByteArrayContent(bytes));

            Assert.Equal((what, HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA"), (what, reply.Status, (string?)reply.Json!["code"]));
            Assert.NotNull(reply.Json["errors"]!["file"]);
        }

        Assert.Empty(StoredFiles());
    }

    [Fact]
    public async Task A_form_that_is_not_one_file_is_refused()
    {
        using var two = new MultipartFormDataContent { { new ByteArrayContent(await PictureAsync("a.png")), "a", "a.png" }, { new ByteArrayContent([1]), "b", "b.png" } };
        using var field = new MultipartFormDataContent { { new StringContent("x"), "a" } };
        using var empty = new MultipartFormDataContent();
        using var cut = new ByteArrayContent("--x\r\nContent-Disposition: form-data; name=a; filename=a.png\r\n\r\n"u8.ToArray().Concat(await PictureAsync("b.png")).ToArray());
        cut.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        using var nameless = new ByteArrayContent([1]);
        nameless.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data");

        foreach (var (field_, content) in new (string, HttpContent)[] { ("body", two), ("file", field), ("file", empty), ("file", cut), ("Content-Type", nameless) })
        {
            var reply = await UploadAsync(content);

            Assert.True(reply.Status == HttpStatusCode.BadRequest, reply.Body);
            Assert.NotNull(reply.Json!["errors"]![field_]);
        }

        Assert.Empty(StoredFiles());
    }

    [Fact]
    public async Task The_same_key_and_file_is_the_same_upload_and_another_file_a_conflict()
    {
        var picture = await PictureAsync("a.png");

        var first = await UploadAsync(new ByteArrayContent(picture), "k");
        var again = await UploadAsync(new ByteArrayContent(picture), "k");
        var other = await UploadAsync(new ByteArrayContent(await PictureAsync("b.jpg")), "k");

        Assert.Equal((string?)first.Json!["id"], (string?)again.Json!["id"]);
        Assert.Equal((HttpStatusCode.Conflict, "CONFLICT"), (other.Status, (string?)other.Json!["code"]));
        Assert.Single(StoredFiles());
    }

    [Fact]
    public async Task One_byte_too_many_is_cut_off_and_leaves_nothing_behind()
    {
        const long Limit = 100L << 20;
        var picture = await PictureAsync("a.png");
        foreach (var (length, tellLength) in new[] { (Limit + 1, true), (Limit + 1, false), (2 * Limit, true) })
        {
            using var content = new PaddedContent(picture, length, tellLength);

            var reply = await UploadAsync(content);

            Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "MEDIA_TOO_LARGE"), (reply.Status, (string?)reply.Json!["code"]));
            Assert.NotNull(reply.Json["errors"]!["file"]);
        }

        Assert.Empty(StoredFiles());
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private Task<byte[]> PictureAsync(string name) => Pictures.MakeAsync(_folder[name]);

    private string[] StoredFiles() => _app.StoredFiles();

    private async Task<Reply> UploadAsync(HttpContent content, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/uploads") { Content = content };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await Reply.OfAsync(await _app.Http.SendAsync(request, Ct));
    }
}
