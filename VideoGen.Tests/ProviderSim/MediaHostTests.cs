using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using VideoGen.Domain.Media;
using VideoGen.Functions.Media;

namespace VideoGen.Tests.ProviderSim;

public sealed class MediaHostTests : IAsyncLifetime
{
    private Simulator _sim = null!;

    public async ValueTask InitializeAsync() => _sim = await Simulator.StartAsync();

    public ValueTask DisposeAsync() => _sim.DisposeAsync();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1280:720", 1280, 720, 2)]
    [InlineData("1584:672", 1280, 720, 5)]
    [InlineData("720:1280", 720, 1280, 5)]
    [InlineData("960:960", 960, 960, 10)]
    public async Task An_output_is_a_real_film_of_the_shape_and_length_asked_for(string ratio, int width, int height, int seconds)
    {
        var reply = await _sim.PostAsync(
            "/v1/image_to_video", $$"""{"model":"gen4_turbo","promptImage":"https://example.com/a.png","ratio":"{{ratio}}","duration":{{seconds}}}""", "SUCCEEDED");
        using var client = new HttpClient();
        var response = await client.GetAsync(await OutputAsync(reply.Json!["id"]!.GetValue<string>()), Ct);
        var bytes = await response.Content.ReadAsByteArrayAsync(Ct);

        Assert.Equal("video/mp4", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(bytes.Length, response.Content.Headers.ContentLength);
        Assert.Equal(new MediaFacts(width, height, seconds, 24, "h264"), (await Mp4.ReadAsync(new MemoryStream(bytes), Ct)).Facts);
    }

    [Fact]
    public async Task Two_tasks_never_give_the_same_bytes()
    {
        using var client = new HttpClient();
        var first = await client.GetByteArrayAsync(await OutputAsync(await _sim.StartTaskAsync("SUCCEEDED")), Ct);
        var second = await client.GetByteArrayAsync(await OutputAsync(await _sim.StartTaskAsync("SUCCEEDED")), Ct);

        Assert.NotEqual(SHA256.HashData(first), SHA256.HashData(second));
    }

    [Fact]
    public async Task A_picture_is_a_png_of_the_shape_asked_for()
    {
        var reply = await _sim.PostAsync("/v1/text_to_image", """{"model":"gen4_image","promptText":"A cat","ratio":"720:1280"}""", "SUCCEEDED");
        using var client = new HttpClient();
        var response = await client.GetAsync(await OutputAsync(reply.Json!["id"]!.GetValue<string>()), Ct);
        var bytes = await response.Content.ReadAsByteArrayAsync(Ct);

        Assert.Equal("image/png", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal((720, 1280), (BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20))));
    }

    [Fact]
    public async Task An_address_expires_and_the_next_look_gives_a_fresh_one()
    {
        var task = await _sim.StartTaskAsync("SUCCEEDED");
        var old = await OutputAsync(task);

        _sim.Time.Advance(TimeSpan.FromHours(24));

        Assert.Equal(HttpStatusCode.Forbidden, (await _sim.Http.GetAsync(old, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _sim.Http.GetAsync(await OutputAsync(task), Ct)).StatusCode);
    }

    [Fact]
    public async Task A_forged_address_and_a_head_request_are_refused()
    {
        var url = await OutputAsync(await _sim.StartTaskAsync("SUCCEEDED"));

        Assert.Equal(HttpStatusCode.Forbidden, (await _sim.Http.GetAsync(url + "x", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _sim.Http.GetAsync(url.Split('?')[0], Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _sim.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, url), Ct)).StatusCode);
    }

    [Fact]
    public async Task A_part_can_be_asked_for_and_put_to_the_rest()
    {
        var url = await OutputAsync(await _sim.StartTaskAsync("SUCCEEDED"));
        var whole = await _sim.Http.GetAsync(url, Ct);
        var bytes = await whole.Content.ReadAsByteArrayAsync(Ct);
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new RangeHeaderValue(1000, null), IfRange = new(whole.Headers.ETag!) } };

        var part = await _sim.Http.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[1000..], await part.Content.ReadAsByteArrayAsync(Ct));
    }

    [Fact]
    public async Task An_output_can_be_of_any_size_and_its_hash_is_told()
    {
        var task = await _sim.StartTaskAsync("SUCCEEDED; size=20MiB");

        var bytes = await _sim.Http.GetByteArrayAsync(await OutputAsync(task), Ct);

        Assert.Equal(20 << 20, bytes.Length);
        Assert.Equal(["ftyp", "moov", "free", "free", "mdat", "free", "free"], Boxes(bytes));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), (await _sim.ReadAsync($"outputs/{task}/0.mp4"))["sha256"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_expired_output_is_no_input_for_the_next_task()
    {
        var picture = await _sim.PostAsync("/v1/text_to_image", """{"model":"gen4_image","promptText":"A cat","ratio":"1280:720"}""", "SUCCEEDED; url=60");
        var body = Simulator.Turbo.Replace("https://example.com/a.png", await OutputAsync(picture.Json!["id"]!.GetValue<string>()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _sim.PostAsync("/v1/image_to_video", body)).Status);

        _sim.Time.Advance(TimeSpan.FromMinutes(1));

        var refused = await _sim.PostAsync("/v1/image_to_video", body);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.StartsWith("Failed to fetch asset", refused.Json!["error"]!.GetValue<string>());
    }

    private async Task<string> OutputAsync(string task) => (await _sim.GetAsync($"/v1/tasks/{task}")).Json!["output"]![0]!.GetValue<string>();

    private static List<string> Boxes(byte[] mp4)
    {
        var names = new List<string>();
        for (long at = 0; at < mp4.Length;)
        {
            var size = (long)BinaryPrimitives.ReadUInt32BigEndian(mp4.AsSpan((int)at));
            names.Add(Encoding.ASCII.GetString(mp4, (int)at + 4, 4));
            at += size == 1 ? BinaryPrimitives.ReadInt64BigEndian(mp4.AsSpan((int)at + 8)) : size;
        }

        return names;
    }
}
