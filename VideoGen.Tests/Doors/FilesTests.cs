using System.Net;
using System.Text.Json.Nodes;
using VideoGen.Tests.Media;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

public sealed class FilesTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    private TestApp _app = null!;
    private JsonNode _job = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync("FFMPEG_PATH=", "VIDEO_DAYS=2", "UPLOAD_DAYS=1");
        _job = await _app.JobWhenOverAsync(await _app.AJobAsync(new { prompt = "A cat", model = "gen4.5", duration = 2 }));
    }

    [Theory]
    [InlineData("content?format=webm", "video/webm", "vp9", 1280, 720)]
    [InlineData("content?format=gif", "image/gif", "gif", 480, 270)]
    [InlineData("sprites", "image/jpeg", "mjpeg", 960, 136)]
    public async Task Other_forms_are_made_when_somebody_asks_and_kept(string path, string type, string codec, int width, int height)
    {
        var first = await GetAsync(path);
        var files = _app.StoredFiles();
        var part = await _app.SendAsync(HttpMethod.Get, Url(path), null, ("Range", "bytes=0-9"));
        var known = await _app.SendAsync(HttpMethod.Get, Url(path), null, ("If-None-Match", first.Headers.ETag!.Tag));

        Assert.Equal((HttpStatusCode.OK, type), (first.StatusCode, first.Content.Headers.ContentType!.MediaType));
        await File.WriteAllBytesAsync(_folder["made"], await first.Content.ReadAsByteArrayAsync(Ct), Ct);
        var made = await RealFfmpeg.ProbeAsync(_folder["made"]);
        Assert.Equal((codec, width, height), (made.Codec, made.Width, made.Height));
        Assert.Equal(3, files.Length);
        Assert.Equal((HttpStatusCode.PartialContent, HttpStatusCode.NotModified), (part.Status, known.Status));
    }

    [Fact]
    public async Task A_sheet_has_its_layout_as_JSON_and_for_players()
    {
        var layout = (await _app.GetAsync(Url("sprites?format=json"))).Json!["layout"]!;
        var vtt = await GetAsync("sprites?format=vtt");

        Assert.Equal((4, 1, 4, 240, 136, 0.5), ((int)layout["columns"]!, (int)layout["rows"]!, (int)layout["count"]!, (int)layout["tileWidth"]!, (int)layout["tileHeight"]!, (double)layout["intervalSeconds"]!));
        Assert.Equal("text/vtt", vtt.Content.Headers.ContentType!.MediaType);
        Assert.Contains($"00:00:01.000 --> 00:00:01.500\n{_app.Http.BaseAddress}api/videos/{_job["id"]}/sprites#xywh=480,0,240,136", await vtt.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task Any_frame_can_be_had_and_none_beyond_the_end()
    {
        var first = await (await GetAsync("thumbnail?at=0")).Content.ReadAsByteArrayAsync(Ct);
        var later = await (await GetAsync("thumbnail?at=1.5")).Content.ReadAsByteArrayAsync(Ct);

        Assert.Equal([0xFF, 0xD8], first[..2]);
        Assert.NotEqual(first, later);
        foreach (var at in new[] { "2.5", "-1", "soon" })
        {
            var reply = await _app.GetAsync(Url($"thumbnail?at={at}"));
            Assert.Equal((at, HttpStatusCode.BadRequest), (at, reply.Status));
            Assert.NotNull(reply.Json!["errors"]!["at"]);
        }
    }

    [Theory]
    [InlineData("content?format=avi", "format")]
    [InlineData("sprites?format=png", "format")]
    [InlineData("content?index=x", "index")]
    [InlineData("content?index=0&index=1", "index")]
    public async Task What_is_wrong_with_a_query_is_named(string path, string field) =>
        Assert.NotNull((await _app.GetAsync(Url(path))).Json!["errors"]![field]);

    [Fact]
    public async Task Many_who_ask_at_once_get_one_file_made_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => GetAsync("content?format=gif")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Single(answers.Select(answer => answer.Content.Headers.ContentLength).Distinct());
    }

    [Fact]
    public async Task Files_go_when_their_time_is_over_and_the_record_says_so()
    {
        await GetAsync("content?format=gif");
        var upload = await Reply.OfAsync(await _app.Http.PostAsync("/api/uploads", new ByteArrayContent(await Pictures.MakeAsync(_folder["a.png"])), Ct));
        Assert.Equal(_app.Time.GetUtcNow().AddDays(2), (DateTimeOffset)_job["videos"]![0]!["expiresAt"]!, TimeSpan.FromMinutes(5));
        Assert.Equal(4, _app.StoredFiles().Length);

        await JumpAsync(TimeSpan.FromHours(26));
        Assert.DoesNotContain((string)upload.Json!["id"]!, _app.StoredFiles());
        Assert.Equal(3, _app.StoredFiles().Length);
        await JumpAsync(TimeSpan.FromHours(24));

        Assert.Empty(_app.StoredFiles());
        var gone = await _app.GetAsync(Url("content"));
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
        Assert.Contains("was kept until", gone.Body);
        Assert.Equal(HttpStatusCode.OK, (await _app.GetAsync(Url(""))).Status);
    }

    [Fact]
    public async Task Without_ffmpeg_other_forms_cannot_be_had_and_the_reason_is_told()
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AOneStepJobAsync();
        await app.JobWhenOverAsync(id);

        var reply = await app.GetAsync($"/api/videos/{id}/content?format=webm");

        Assert.Equal((HttpStatusCode.BadGateway, "GENERATION_FAILED"), (reply.Status, (string?)reply.Json!["code"]));
        Assert.Contains("FFMPEG_PATH", reply.Body);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    // Minute by minute in the last hour only, in which the housekeeping comes by.
    private Task JumpAsync(TimeSpan time)
    {
        _app.Time.AdvanceTo(_app.Time.GetUtcNow() + time - TimeSpan.FromHours(1));
        return _app.PassAsync(TimeSpan.FromHours(1));
    }

    private string Url(string path) => $"/api/videos/{_job["id"]}{(path.Length > 0 ? "/" : "")}{path}";

    private Task<HttpResponseMessage> GetAsync(string path) => _app.Http.GetAsync(Url(path), Ct);
}
