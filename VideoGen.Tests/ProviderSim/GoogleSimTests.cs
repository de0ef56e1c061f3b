using System.Diagnostics.CodeAnalysis;
using System.Net;
using VideoGen.Tests.Providers;

namespace VideoGen.Tests.ProviderSim;

/// <summary>The simulated Gemini API refuses what the real one refuses, and charges as it does.</summary>
public sealed class GoogleSimTests(SharedSimulator shared) : IClassFixture<SharedSimulator>, IAsyncLifetime
{
    private const string Veo = "veo-3.1-generate-preview";
    private const string Picture = """{"bytesBase64Encoded":"iVBORw==","mimeType":"image/png"}""";

    private Simulator _sim = null!;
    private HttpClient _http = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sim = await shared.ResetAsync();
        _http = _sim.Client(null, null);
        _http.DefaultRequestHeaders.Add("x-goog-api-key", GoogleUnderTest.SomeKey);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(Veo, "", """ "resolution":"1080p","durationSeconds":6 """, "1080p is not supported for a duration of 6 seconds.")]
    [InlineData(Veo, "", """ "resolution":"4k","durationSeconds":4 """, "4k is not supported for a duration of 4 seconds.")]
    [InlineData("veo-3.1-lite-generate-preview", "", """ "resolution":"4k" """, "The value 4k for `resolution`")]
    [InlineData(Veo, "", """ "aspectRatio":"16:10" """, "The value 16:10 for `aspectRatio`")]
    [InlineData(Veo, "", """ "durationSeconds":5 """, "Unsupported output video duration 5 seconds")]
    [InlineData(Veo, "", """ "durationSeconds":10 """, "The number value for `durationSeconds` is out of bound.")]
    [InlineData(Veo, "", """ "durationSeconds":"8" """, "The value type for `durationSeconds` needs to be a number.")]
    [InlineData(Veo, "", """ "sampleCount":2 """, "The number value for `sampleCount`")]
    [InlineData(Veo, "", """ "numberOfVideos":1 """, "`numberOfVideos` isn't supported by this model.")]
    [InlineData(Veo, "", """ "generateAudio":true """, "`generateAudio` isn't supported by this model.")]
    [InlineData("veo-2.0-generate-001", "", """ "resolution":"720p" """, "`resolution` isn't supported by this model.")]
    [InlineData("veo-2.0-generate-001", "", """ "seed":7 """, "`seed` isn't supported by this model.")]
    [InlineData(Veo, "", """ "seed":-1 """, "The number value for `seed`")]
    [InlineData(Veo, "", """ "negativePrompt":7 """, "`negativePrompt` must be a string.")]
    [InlineData(Veo, """ ,"image":{"uri":"https://example.com/a.png"} """, "", "`image` must have its bytes in base64.")]
    [InlineData(Veo, """ ,"image":{"bytesBase64Encoded":"iVBORw==","mimeType":"image/gif"} """, "", "Unsupported mime type for `image`")]
    [InlineData(Veo, $$""" ,"lastFrame":{{Picture}} """, """ "durationSeconds":6 """, "lastFrame is not supported for a duration of 6 seconds.")]
    [InlineData(Veo, $$""" ,"referenceImages":[{"image":{{Picture}},"referenceType":"style"}] """, "", "The value style for `referenceType`")]
    [InlineData(Veo, $$""" ,"referenceImages":[{"image":{{Picture}}}] """, """ "aspectRatio":"9:16" """, "`referenceImages` takes 1 to 3 images")]
    [InlineData(Veo, $$""" ,"referenceImages":[{"image":{{Picture}}}] """, """ "durationSeconds":4 """, "referenceImages is not supported for a duration of 4 seconds.")]
    [InlineData("veo-3.0-generate-001", $$""" ,"referenceImages":[{"image":{{Picture}}}] """, "", "`referenceImages` isn't supported by this model.")]
    [InlineData(Veo, """ ,"fps":24 """, "", "`fps` isn't supported by this model.")]
    public async Task A_bad_request_is_refused_by_its_field(string model, string instance, string parameters, string message)
    {
        var reply = await SubmitAsync(model, $$"""{"instances":[{"prompt":"A cat"{{instance}}}],"parameters":{ {{parameters}} } }""");

        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_ARGUMENT"), (reply.Status, (string?)reply.Json!["error"]!["status"]));
        Assert.StartsWith(message, (string?)reply.Json["error"]!["message"]);
    }

    [Theory]
    [InlineData("""{"instances":[{"prompt":"A cat"}]}""")]
    [InlineData($$"""{"instances":[{"prompt":"A cat","image":{{Picture}},"lastFrame":{{Picture}}}],"parameters":{"resolution":"4k","seed":4294967295} }""")]
    [InlineData("""{"instances":[{"prompt":"A cat","image":{"inlineData":{"data":"iVBORw==","mimeType":"image/jpeg"}}}],"parameters":{"durationSeconds":4}}""")]
    public async Task A_good_request_names_its_operation(string body) =>
        Assert.Matches($"^models/{Veo}/operations/[0-9a-f]+$", (string?)(await SubmitAsync(Veo, body)).Json!["name"]);

    [Theory]
    [InlineData("""{"instances":[{"prompt":""}]}""", "The prompt must not be empty.")]
    [InlineData("""{"instances":[]}""", "Exactly one instance is expected.")]
    [InlineData("""{"instances":[{"prompt":"A cat"}],"model":"x"}""", "Invalid JSON payload received. Unknown name \"model\"")]
    [InlineData("""{"instances":[{"prompt":"A c""", "Invalid JSON payload received.")]
    public async Task A_body_that_is_none_is_refused(string body, string message) =>
        Assert.StartsWith(message, (string?)(await SubmitAsync(Veo, body)).Json!["error"]!["message"]);

    [Theory]
    [InlineData("us", false, "allow_all", HttpStatusCode.OK)]
    [InlineData("us", false, "ALLOW_ALL", HttpStatusCode.OK)]
    [InlineData("us", false, "allow_adult", HttpStatusCode.BadRequest)]
    [InlineData("us", true, "allow_adult", HttpStatusCode.OK)]
    [InlineData("us", true, "allow_all", HttpStatusCode.BadRequest)]
    [InlineData("eu", false, "allow_adult", HttpStatusCode.OK)]
    [InlineData("eu", false, "allow_all", HttpStatusCode.BadRequest)]
    [InlineData("none", false, "allow_all", HttpStatusCode.BadRequest)]
    [InlineData("none", false, "allow_adult", HttpStatusCode.BadRequest)]
    [InlineData("none", true, "dont_allow", HttpStatusCode.BadRequest)]
    public async Task Persons_are_a_matter_of_region(string region, bool hasPicture, string value, HttpStatusCode status)
    {
        await _sim.ControlAsync("google", new { region });

        var reply = await SubmitAsync(Veo, $$"""{"instances":[{"prompt":"A cat"{{(hasPicture ? $",\"image\":{Picture}" : "")}}}],"parameters":{"personGeneration":"{{value}}"} }""");

        Assert.Equal(status, reply.Status);
        Assert.Equal(status == HttpStatusCode.OK ? null : $"{value} for personGeneration is currently not supported.", (string?)reply.Json!["error"]?["message"]);
    }

    [Theory]
    [InlineData("""{"model":"gemini-omni-1.1-flash","input":"A cat"}""", null)]
    [InlineData("""{"model":"gemini-omni-1.1-flash","input":[{"type":"image","data":"iVBORw==","mime_type":"image/png"}]}""", "The input must have a text.")]
    [InlineData("""{"model":"gemini-omni-1.1-flash","input":"A cat","negative_prompt":"dogs"}""", "Invalid JSON payload received. Unknown name \"negative_prompt\"")]
    [InlineData("""{"model":"gemini-omni-1.1-flash","input":"A cat","response_format":{"type":"video","duration":"11s"}}""", "The duration 11s is not supported.")]
    [InlineData("""{"model":"gemini-omni-1.1-flash","input":"A cat","response_format":{"type":"video","duration":8}}""", "`duration` must be a string.")]
    [InlineData("""{"model":"gemini-omni-1.1-flash","input":"A cat","response_format":{"type":"video","aspect_ratio":"1:1"}}""", "The value 1:1 for `aspect_ratio`")]
    [InlineData("""{"model":"gemini-omni-1.1-flash","input":"A cat","generation_config":{"video_config":{"task":"image_to_video"}}}""", "The task image_to_video needs")]
    [InlineData("""{"model":"gemini-omni-1.1-flash","input":"A cat","background":true,"store":false}""", "An interaction in the background must be stored.")]
    [InlineData("""{"model":"veo-3.1-generate-preview","input":"A cat"}""", "models/veo-3.1-generate-preview is not found")]
    public async Task An_interaction_is_read_as_strictly([StringSyntax("Json")] string body, string? message)
    {
        var reply = await PostAsync("/v1beta/interactions", body);

        Assert.StartsWith(message ?? "queued", (string?)(message is null ? reply.Json!["status"] : reply.Json!["error"]!["message"]));
    }

    [Fact]
    public async Task Only_what_was_delivered_is_charged_and_the_rest_comes_back()
    {
        await _sim.ControlAsync("google", new { credits = 5.60 });
        await _sim.ControlAsync("script", new { script = "FILTERED 1" });
        await _sim.ControlAsync("script", new { script = "FAILED 13" });

        await SubmitAsync("veo-2.0-generate-001", """{"instances":[{"prompt":"Two cats"}],"parameters":{"sampleCount":2}}""");
        await SubmitAsync("veo-2.0-generate-001", """{"instances":[{"prompt":"A cat"}]}""");

        var bill = await _sim.ReadAsync("google/bill");
        Assert.Equal((2, 2.80m, "USD"), ((int)bill["paidSubmits"]!, (decimal)bill["charged"]!, (string?)bill["unit"]));
        Assert.Equal(HttpStatusCode.OK, (await SubmitAsync("veo-2.0-generate-001", """{"instances":[{"prompt":"A cat"}]}""")).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SubmitAsync("veo-2.0-generate-001", """{"instances":[{"prompt":"A cat"}]}""")).Status);
    }

    [Theory]
    [InlineData("720p", 8, 3.20)]
    [InlineData("1080p", 8, 3.20)]
    [InlineData("4k", 8, 4.80)]
    [InlineData("720p", 4, 1.60)]
    public async Task The_price_is_that_of_the_list(string resolution, int seconds, decimal usd)
    {
        await SubmitAsync(Veo, $$"""{"instances":[{"prompt":"A cat"}],"parameters":{"resolution":"{{resolution}}","durationSeconds":{{seconds}} } }""");

        Assert.Equal(usd, (decimal)(await _sim.ReadAsync("google/bill"))["charged"]!);
    }

    [Fact]
    public async Task Retired_models_are_served_until_they_are_said_to_be_gone()
    {
        const string body = """{"instances":[{"prompt":"A cat"}]}""";

        Assert.Equal(HttpStatusCode.OK, (await SubmitAsync("veo-2.0-generate-001", body)).Status);
        await _sim.ControlAsync("google", new { retired = new[] { "veo-2.0-generate-001" } });
        var gone = await SubmitAsync("veo-2.0-generate-001", body);

        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
        Assert.Contains("is no longer available", (string?)gone.Json!["error"]!["message"]);
        Assert.Equal(HttpStatusCode.OK, (await SubmitAsync(Veo, body)).Status);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_told_and_a_key_in_the_address_is_taken()
    {
        using var nobody = _sim.Client(null, null);

        Assert.Equal(HttpStatusCode.Forbidden, (await nobody.GetAsync($"/v1beta/models/{Veo}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await nobody.GetAsync("/v1beta/files/abc:download?alt=media", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync($"/v1beta/models/{Veo}?key={GoogleUnderTest.SomeKey}", Ct)).StatusCode);
    }

    [Fact]
    public async Task The_storage_host_refuses_a_key_that_came_along()
    {
        await _sim.ControlAsync("script", new { script = "SUCCEEDED" });
        var name = (string)(await SubmitAsync(Veo, """{"instances":[{"prompt":"A cat"}]}""")).Json!["name"]!;
        var operation = (await Reply.OfAsync(await _http.GetAsync($"/v1beta/{name}", Ct))).Json!;
        var uri = new Uri((string)operation["response"]!["generateVideoResponse"]!["generatedSamples"]![0]!["video"]!["uri"]!);

        var sentOn = await _http.GetAsync(uri.PathAndQuery, Ct);
        using var nobody = _sim.Client(null, null);

        Assert.Equal((HttpStatusCode.Found, "localhost"), (sentOn.StatusCode, sentOn.Headers.Location!.Host));
        Assert.Equal(HttpStatusCode.BadRequest, (await _http.GetAsync(sentOn.Headers.Location, Ct)).StatusCode);
        Assert.Equal("video/mp4", (await nobody.GetAsync(sentOn.Headers.Location, Ct)).Content.Headers.ContentType!.MediaType);
    }

    private Task<Reply> SubmitAsync(string model, string body) => PostAsync($"/v1beta/models/{model}:predictLongRunning", body);

    private async Task<Reply> PostAsync(string path, string body) => await Reply.OfAsync(await _http.PostAsync(path, new StringContent(body, null, "application/json"), Ct));
}
