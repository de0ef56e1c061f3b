using System.Net;
using System.Text.Json.Nodes;

namespace VideoGen.Tests.ProviderSim;

public sealed class RunwayValidationTests : IAsyncLifetime
{
    private const string Image = "\"promptImage\":\"https://example.com/a.png\"";

    private Simulator _sim = null!;

    public async ValueTask InitializeAsync() => _sim = await Simulator.StartAsync();

    public ValueTask DisposeAsync() => _sim.DisposeAsync();

    [Theory]
    [InlineData("image_to_video", $$"""{"model":"gen4_turbo",{{Image}},"ratio":"16:9"}""",
        """{"code":"invalid_value","path":["ratio"],"message":"Invalid option: expected one of \"1280:720\"|\"720:1280\"|\"1104:832\"|\"832:1104\"|\"960:960\"|\"1584:672\""}""")]
    [InlineData("image_to_video", """{"model":"gen4_turbo","ratio":"1280:720"}""",
        """{"code":"invalid_union","errors":[[{"expected":"string","code":"invalid_type","path":[],"message":"Invalid input: expected string, received undefined"}],[{"expected":"array","code":"invalid_type","path":[],"message":"Invalid input: expected array, received undefined"}]],"path":["promptImage"],"message":"Invalid input"}""")]
    [InlineData("text_to_video", """{"model":"gen4_turbo","promptText":"x","ratio":"1280:720","duration":5}""",
        """{"code":"invalid_union","errors":[],"note":"No matching discriminator","discriminator":"model","path":["model"],"message":"Invalid input"}""")]
    [InlineData("image_to_video", $$"""{"model":"gen4_turbo",{{Image}},"ratio":"1280:720","duration":1}""",
        """{"origin":"number","code":"too_small","minimum":2,"inclusive":true,"path":["duration"],"message":"Too small: expected number to be \u003E=2"}""")]
    [InlineData("image_to_video", $$"""{"model":"gen4_turbo",{{Image}},"ratio":"1280:720","duration":11}""",
        """{"origin":"number","code":"too_big","maximum":10,"inclusive":true,"path":["duration"],"message":"Too big: expected number to be \u003C=10"}""")]
    [InlineData("image_to_video", $$"""{"model":"gen4_turbo",{{Image}},"ratio":"1280:720","duration":"5"}""",
        """{"expected":"number","code":"invalid_type","path":["duration"],"message":"Invalid input: expected number, received string"}""")]
    [InlineData("image_to_video", $$"""{"model":"gen4_turbo",{{Image}},"ratio":"1280:720","duration":2.5}""",
        """{"expected":"int","code":"invalid_type","path":["duration"],"message":"Invalid input: expected int, received number"}""")]
    [InlineData("text_to_video", """{"model":"gen4.5","promptText":"x","ratio":"1280:720"}""",
        """{"expected":"number","code":"invalid_type","path":["duration"],"message":"Invalid input: expected number, received undefined"}""")]
    [InlineData("text_to_video", """{"model":"gen4.5","promptText":"","ratio":"1280:720","duration":5}""",
        """{"origin":"string","code":"too_small","minimum":1,"inclusive":true,"path":["promptText"],"message":"Too small: expected string to have \u003E=1 characters"}""")]
    [InlineData("text_to_video", """{"model":"veo3.1","promptText":"x","ratio":"1280:720","duration":5}""",
        """{"code":"invalid_value","path":["duration"],"message":"Invalid option: expected one of 4|6|8"}""")]
    [InlineData("image_to_video", $$"""{"model":"gen4_turbo",{{Image}},"ratio":"1280:720","camera":"zoom","speed":1}""",
        """{"code":"unrecognized_keys","keys":["camera","speed"],"path":[],"message":"Unrecognized keys: \u0022camera\u0022, \u0022speed\u0022"}""")]
    [InlineData("image_to_video", """{"model":"gen9","ratio":"1280:720"}""",
        """{"code":"invalid_union","errors":[],"note":"No matching discriminator","discriminator":"model","path":["model"],"message":"Invalid input"}""")]
    [InlineData("text_to_image", """{"model":"gen4_image_turbo","promptText":"x","ratio":"1280:720"}""",
        """{"expected":"array","code":"invalid_type","path":["referenceImages"],"message":"Invalid input: expected array, received undefined"}""")]
    [InlineData("image_to_video", """{"model":"gen4_turbo","promptImage":"http://example.com/a.png","ratio":"1280:720"}""",
        """{"code":"invalid_format","path":["promptImage"],"message":"Invalid URL: expected an HTTPS URL with a host name"}""")]
    [InlineData("image_to_video", """{"model":"gen4_turbo","promptImage":"https://10.0.0.1/a.png","ratio":"1280:720"}""",
        """{"code":"invalid_format","path":["promptImage"],"message":"Invalid URL: expected an HTTPS URL with a host name"}""")]
    [InlineData("image_to_video", """{"model":"gen4_turbo","promptImage":"data:image/gif;base64,R0lGOD","ratio":"1280:720"}""",
        """{"code":"invalid_format","path":["promptImage"],"message":"Invalid data URI: expected a base64-encoded image"}""")]
    [InlineData("image_to_video", """{"model":"gen4_turbo","promptImage":[{"uri":"https://example.com/a.png","position":"last"}],"ratio":"1280:720"}""",
        """{"code":"invalid_value","path":["promptImage",0,"position"],"message":"Invalid input: expected \u0022first\u0022"}""")]
    public async Task A_wrong_field_is_named_with_its_issue(string path, string body, string issue)
    {
        var reply = await _sim.PostAsync($"/v1/{path}", body);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal("Validation of body failed", reply.Json!["error"]!.GetValue<string>());
        Assert.Equal("https://docs.dev.runwayml.com/api", reply.Json["docUrl"]!.GetValue<string>());
        Assert.Equal(JsonNode.Parse(issue)!.ToJsonString(), Assert.Single(reply.Json["issues"]!.AsArray())!.ToJsonString());
    }

    [Theory]
    [InlineData(998, true)]
    [InlineData(999, false)]
    public async Task A_prompt_is_counted_in_utf16_units_so_that_an_emoji_counts_two(int letters, bool fits)
    {
        var prompt = new string('a', letters) + "🎬";

        var reply = await _sim.PostAsync("/v1/text_to_video", $$"""{"model":"gen4.5","promptText":"{{prompt}}","ratio":"1280:720","duration":5}""");

        Assert.Equal(fits ? HttpStatusCode.OK : HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal(fits ? null : "too_big", reply.Json!["issues"]?[0]!["code"]!.GetValue<string>());
        Assert.Equal(fits ? null : 1000, reply.Json["issues"]?[0]!["maximum"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(3, HttpStatusCode.OK)]
    [InlineData(4, HttpStatusCode.BadRequest)]
    public async Task Three_reference_images_are_the_most(int count, HttpStatusCode status)
    {
        var references = string.Join(',', Enumerable.Range(0, count).Select(n => $$"""{"uri":"https://example.com/{{n}}.png","tag":"ref_{{n}}"}"""));

        var reply = await _sim.PostAsync("/v1/text_to_image", $$"""{"model":"gen4_image","promptText":"@ref_0","ratio":"1280:720","referenceImages":[{{references}}]}""");

        Assert.Equal(status, reply.Status);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("1abc")]
    [InlineData("much_too_long_a_tag")]
    [InlineData("with-dash")]
    public async Task A_tag_has_its_form(string tag)
    {
        var reply = await _sim.PostAsync("/v1/text_to_image",
            $$"""{"model":"gen4_image","promptText":"x","ratio":"1280:720","referenceImages":[{"uri":"https://example.com/a.png","tag":"{{tag}}"}]}""");

        Assert.Equal("""["referenceImages",0,"tag"]""", reply.Json!["issues"]![0]!["path"]!.ToJsonString());
    }

    [Fact]
    public async Task A_data_uri_is_measured_as_it_is_written()
    {
        var uri = "data:image/png;base64," + new string('A', 5 << 20);

        var reply = await _sim.PostAsync("/v1/image_to_video", $$"""{"model":"gen4_turbo","promptImage":"{{uri}}","ratio":"1280:720"}""");

        Assert.Equal("too_big", reply.Json!["issues"]![0]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Retired_models_are_served_until_told_otherwise()
    {
        const string body = $$"""{"model":"gen3a_turbo",{{Image}},"promptText":"x"}""";
        Assert.Equal(HttpStatusCode.OK, (await _sim.PostAsync("/v1/image_to_video", body)).Status);

        await _sim.ControlAsync("runway", new { retired = true });

        var reply = await _sim.PostAsync("/v1/image_to_video", body);
        Assert.Equal("No matching discriminator", reply.Json!["issues"]![0]!["note"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("{\"model\":")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task What_is_not_a_json_object_is_refused(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await _sim.PostAsync("/v1/image_to_video", body)).Status);
    }

    [Fact]
    public async Task Every_issue_is_told_at_once()
    {
        var reply = await _sim.PostAsync("/v1/image_to_video", """{"model":"gen4.5","promptImage":5,"seed":-1,"contentModeration":{"publicFigureThreshold":"high"}}""");

        Assert.Equal(
            ["promptImage", "promptText", "ratio", "duration", "seed", "contentModeration"],
            reply.Json!["issues"]!.AsArray().Select(issue => issue!["path"]![0]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_wrong_method_or_path_is_answered_in_json()
    {
        Assert.Equal((HttpStatusCode.NotFound, """{"error":"Not found"}"""), Line(await _sim.GetAsync("/v1/nothing")));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, """{"error":"Method not allowed"}"""), Line(await _sim.GetAsync("/v1/image_to_video")));
    }

    private static (HttpStatusCode Status, string Body) Line(Reply reply) => (reply.Status, reply.Body);
}
