using System.Net;
using System.Text.Json.Nodes;
using VideoGen.Tests.Media;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Intake;

public sealed class InputMediaTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_becomes_the_first_frame_and_a_large_one_goes_by_the_providers_upload()
    {
        await using var app = await TestApp.StartAsync();
        // Noise cannot be packed: larger than what fits into a field.
        var picture = await Pictures.MakeAsync(_folder["a.png"], "1400x1400", "-vf", "noise=alls=100:allf=t");
        Assert.InRange(picture.Length, 4 << 20, 20 << 20);

        var job = await app.JobWhenOverAsync(await app.AJobAsync(FromImage(new { uploadId = await UploadAsync(app, picture) })));

        Assert.Equal("completed", (string?)job["status"]);
        Assert.Contains("runway://", (await app.Sim.ReadAsync("log?operation=submit")).AsArray().Single()!["body"]!.ToString());
    }

    [Fact]
    public async Task A_video_that_was_uploaded_is_handed_to_a_model_that_takes_videos()
    {
        await using var app = await TestApp.StartAsync();
        var video = await File.ReadAllBytesAsync(await RealFfmpeg.MakeAsync(_folder["a.mp4"], "64x64", "2"), Ct);

        var job = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "In snow", kind = "video-to-video", video = new { uploadId = await UploadAsync(app, video) } }));

        Assert.True((string?)job["status"] == "completed", job.ToString());
        Assert.Contains("data:video/mp4;base64,", (await app.Sim.ReadAsync("log?operation=submit")).AsArray().Single()!["body"]!.ToString());
    }

    [Fact]
    public async Task An_image_that_no_provider_takes_is_refused_with_its_field_and_limit_before_anything_is_paid()
    {
        await using var app = await TestApp.StartAsync("KLING_API_KEY=api-key-kling-1", "RUNWAY_API_KEY=");
        var narrow = await Pictures.MakeAsync(_folder["a.png"], "300x900");
        var small = await Pictures.MakeAsync(_folder["b.png"], "200x200");

        foreach (var (picture, limit) in new[] { (narrow, "300x900, which is too narrow or too wide"), (small, "200x200, each side must have at least 300 pixels") })
        {
            var reply = await app.PostAsync("/api/videos", FromImage(new { base64 = Convert.ToBase64String(picture) }));

            Assert.Equal((HttpStatusCode.BadRequest, "INVALID_REQUEST"), (reply.Status, (string?)reply.Json!["code"]));
            Assert.Contains(limit, reply.Json["errors"]!["image"]![0]!.ToString());
        }

        Assert.Equal(0, await app.Sim.SubmitsAsync());
        Assert.Empty(app.StoredFiles());
    }

    [Fact]
    public async Task Who_cannot_take_the_image_is_skipped_with_the_reason_where_another_can()
    {
        await using var app = await TestApp.StartAsync("KLING_API_KEY=api-key-kling-1");
        var small = Convert.ToBase64String(await Pictures.MakeAsync(_folder["b.png"], "200x200"));

        var job = await app.JobAsync(await app.AJobAsync(new { prompt = "a", kind = "image-to-video", model = "kling-v2-6", image = new { base64 = small } }));

        Assert.Equal("runway", (string?)job["provider"]);
        Assert.Contains("each side must have at least 300 pixels", Skipped(job)["why"]!.ToString());
    }

    [Theory]
    [InlineData("image", "uploadId", "u00000000000000000000000000000000", "INVALID_REQUEST")]
    [InlineData("image", "uploadId", "../../other/uploads/x", "INVALID_REQUEST")]
    [InlineData("image", "base64", "data:image/png,abc", "INVALID_REQUEST")]
    [InlineData("image", "base64", "iVBORw0KGgo=", "UNSUPPORTED_MEDIA")]
    [InlineData("video", "base64", "aGVsbG8gd29ybGQ=", "UNSUPPORTED_MEDIA")]
    public async Task What_is_wrong_with_an_input_is_named(string field, string way, string value, string code)
    {
        await using var app = await TestApp.StartAsync();

        var reply = await app.PostAsync("/api/videos", new JsonObject { ["prompt"] = "a", ["kind"] = $"{field}-to-video", [field] = new JsonObject { [way] = value } }.ToJsonString());

        Assert.Equal(code, (string?)reply.Json!["code"]);
        Assert.NotNull(reply.Json["errors"]![$"{field}.{way}"]);
    }

    [Fact]
    public async Task A_video_is_no_image()
    {
        await using var app = await TestApp.StartAsync();
        var id = await UploadAsync(app, await File.ReadAllBytesAsync(await RealFfmpeg.MakeAsync(_folder["a.mp4"]), Ct));

        var reply = await app.PostAsync("/api/videos", FromImage(new { uploadId = id }));

        Assert.Equal("UNSUPPORTED_MEDIA", (string?)reply.Json!["code"]);
        Assert.NotNull(reply.Json["errors"]!["image.uploadId"]);
    }

    [Fact]
    public async Task An_address_goes_to_a_provider_that_fetches_and_is_fetched_for_one_that_does_not()
    {
        var picture = await Pictures.MakeAsync(_folder["a.png"], "640x360");
        await using var host = await Receiver.StartAsync();
        var visits = 0;
        host.Answer = async (context, _) =>
        {
            visits++;
            await context.Response.Body.WriteAsync(picture, context.RequestAborted);
        };
        foreach (var (settings, operation) in new[] { (Array.Empty<string>(), "address"), (["GEMINI_API_KEY=k", "RUNWAY_API_KEY="], "bytes") })
        {
            await using var app = await TestApp.StartAsync(["ALLOW_PRIVATE_URLS=true", .. settings]);

            var id = await app.AJobAsync(FromImage(new { url = $"{host.Url}/a.png" }));

            var kept = app.StoredFiles().Contains($"{id}-image.png");
            Assert.Equal((operation, operation == "bytes"), (operation, kept));
        }

        Assert.Equal(1, visits);
    }

    [Fact]
    public async Task An_address_that_cannot_be_fetched_is_named_where_nobody_else_fetches_it()
    {
        await using var app = await TestApp.StartAsync("GEMINI_API_KEY=k", "RUNWAY_API_KEY=", "ALLOW_PRIVATE_URLS=true");

        var reply = await app.PostAsync("/api/videos", FromImage(new { url = "http://127.0.0.1:9/a.png" }));

        Assert.Contains("could not be fetched", reply.Json!["errors"]!["image"]![0]!.ToString());
    }

    public void Dispose() => _folder.Dispose();

    private static object FromImage(object image) => new { prompt = "She turns", kind = "image-to-video", image };

    private static JsonNode Skipped(JsonNode job) => job["adapted"]!.AsArray().Last(entry => (string?)entry!["field"] == "model")!;

    private static async Task<string> UploadAsync(TestApp app, byte[] file)
    {
        var reply = await Reply.OfAsync(await app.Http.PostAsync("/api/uploads", new ByteArrayContent(file), Ct));
        Assert.True(reply.Status == HttpStatusCode.Created, reply.Body);
        return (string)reply.Json!["id"]!;
    }
}
