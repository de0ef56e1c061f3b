using System.Net;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

/// <summary>Wrong input is answered with the field named, and starts nothing.</summary>
public sealed class BadInputTests
{
    public static TheoryData<string, string, string> Bodies => new()
    {
        { "INVALID_PROMPT", "prompt", """{}""" },
        { "INVALID_PROMPT", "prompt", """{"prompt":""}""" },
        { "INVALID_PROMPT", "prompt", """{"prompt":null}""" },
        { "INVALID_PROMPT", "prompt", """{"prompt":5}""" },
        { "INVALID_PROMPT", "prompt", $$"""{"prompt":"{{new string('a', 1001)}}"}""" },
        { "INVALID_PROMPT", "prompt", """{"prompt":"\ud800"}""" },
        { "INVALID_PROMPT", "prompt", """{"prompt":"a","prompt":"b"}""" },
        { "INVALID_REQUEST", "style", """{"prompt":"a","style":"cubist"}""" },
        { "INVALID_REQUEST", "style", """{"prompt":"a","style":["anime"]}""" },
        { "INVALID_REQUEST", "camera", """{"prompt":"a","camera":["zoom_in","pan_left"]}""" },
        { "INVALID_REQUEST", "camera", """{"prompt":"a","camera":7}""" },
        { "INVALID_REQUEST", "duration", """{"prompt":"a","duration":16}""" },
        { "INVALID_REQUEST", "duration", """{"prompt":"a","duration":"5"}""" },
        { "INVALID_REQUEST", "duration", """{"prompt":"a","duration":5.5}""" },
        { "INVALID_REQUEST", "duration", """{"prompt":"a","duration":99999999999999999999}""" },
        { "INVALID_REQUEST", "preserveIdentity", """{"prompt":"a","preserveIdentity":"yes"}""" },
        { "INVALID_REQUEST", "seed", """{"prompt":"a","seed":true}""" },
        { "INVALID_REQUEST", "kind", """{"prompt":"a","kind":"text-to-image"}""" },
        { "INVALID_REQUEST", "image", """{"prompt":"a","kind":"image-to-video","image":"https://example.com/a.png"}""" },
        { "INVALID_REQUEST", "image.url", """{"prompt":"a","kind":"image-to-video","image":{"url":"http://example.com/a.png"}}""" },
        { "INVALID_REQUEST", "image.url", """{"prompt":"a","kind":"image-to-video","image":{"url":"https://169.254.169.254/a.png"}}""" },
        { "INVALID_REQUEST", "webhookUrl", """{"prompt":"a","webhookUrl":"https://localhost/hook"}""" },
        { "INVALID_REQUEST", "image.size", """{"prompt":"a","kind":"image-to-video","image":{"url":"https://example.com/a.png","size":1}}""" },
        { "INVALID_REQUEST", "image.base64", """{"prompt":"a","kind":"image-to-video","image":{"base64":"not base64!"}}""" },
        { "INVALID_REQUEST", "tags", """{"prompt":"a","tags":"one"}""" },
        { "INVALID_REQUEST", "tags[1]", """{"prompt":"a","tags":["one",2]}""" },
        { "INVALID_REQUEST", "metadata.n", """{"prompt":"a","metadata":{"n":1}}""" },
        { "INVALID_REQUEST", "colour", """{"prompt":"a","colour":"red"}""" },
        { "INVALID_REQUEST", "Prompt", """{"prompt":"a","Prompt":"b"}""" },
        { "INVALID_REQUEST", "maxCost", """{"prompt":"a","maxCost":"0.5"}""" },
        { "INVALID_REQUEST", "maxCost", """{"prompt":"a","maxCost":0.01}""" },
        { "INVALID_REQUEST", "body", "" },
        { "INVALID_REQUEST", "body", "null" },
        { "INVALID_REQUEST", "body", """["prompt"]""" },
        { "INVALID_REQUEST", "body", """{"prompt":"a" """ },
        { "INVALID_REQUEST", "body", """{"prompt":"a",}""" },
        { "INVALID_REQUEST", "body", new string('[', 100) },
        { "INVALID_REQUEST", "body", $$"""{"prompt":"a","contentType":"{{new string('a', 8 << 20)}}"}""" },
    };

    [Fact]
    public async Task What_is_wrong_with_a_start_is_named_and_nothing_is_started()
    {
        await using var app = await TestApp.StartAsync();
        foreach (var (code, field, body) in Bodies.Select(row => row.Data))
        {
            var reply = await app.PostAsync("/api/videos", body);

            var shown = body.Length < 200 ? body : body[..200];
            Assert.True(reply.Status == HttpStatusCode.BadRequest, $"{reply.Status} for {shown}");
            Assert.Equal("application/problem+json", reply.Response.Content.Headers.ContentType!.MediaType);
            Assert.Equal((shown, code), (shown, (string?)reply.Json!["code"]));
            Assert.True(reply.Json!["errors"]![field] is not null, $"{field} is not named in {reply.Body} for {shown}");
        }

        Assert.Empty((await app.GetAsync("/api/videos")).Json!["videos"]!.AsArray());
        Assert.Equal(0, await app.Sim.SubmitsAsync());
    }

    [Fact]
    public async Task A_file_that_is_no_image_is_refused()
    {
        await using var app = await TestApp.StartAsync();

        var reply = await app.PostAsync("/api/videos", new { prompt = "a", kind = "image-to-video", image = new { base64 = Convert.ToBase64String("plain text, no picture"u8) } });

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA"), (reply.Status, (string?)reply.Json!["code"]));
    }

    [Fact]
    public async Task A_form_is_not_read_as_JSON()
    {
        await using var app = await TestApp.StartAsync();
        using var form = new FormUrlEncodedContent([new("prompt", "a")]);

        var reply = await Reply.OfAsync(await app.Http.PostAsync("/api/videos", form, TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, reply.Status);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("after=xyz", "after")]
    [InlineData("colour=red", "colour")]
    [InlineData("style=a&style=b", "style")]
    [InlineData("status=nope", "status")]
    [InlineData("mode=real", "mode")]
    public async Task What_is_wrong_with_a_list_is_named(string query, string field)
    {
        await using var app = await TestApp.StartAsync();

        var reply = await app.GetAsync($"/api/videos?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.NotNull(reply.Json!["errors"]![field]);
    }

    [Theory]
    [InlineData("GET", "/api/videos/v00000000000000000000000")]
    [InlineData("GET", "/api/videos/nonsense")]
    [InlineData("GET", "/api/videos/nonsense/content")]
    [InlineData("GET", "/api/videos/nonsense/thumbnail")]
    [InlineData("POST", "/api/videos/nonsense/cancel")]
    [InlineData("DELETE", "/api/videos/nonsense")]
    [InlineData("GET", "/api/providers/acme/credits")]
    public async Task What_is_not_there_is_not_found(string method, string path)
    {
        await using var app = await TestApp.StartAsync();

        var reply = await app.SendAsync(new HttpMethod(method), path);

        Assert.Equal((HttpStatusCode.NotFound, "NOT_FOUND"), (reply.Status, (string?)reply.Json!["code"]));
    }
}
