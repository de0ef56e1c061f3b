using System.Text.Json.Nodes;
using VideoGen.Tests.Enhancement;
using VideoGen.Tests.Sdk;

namespace VideoGen.Tests.ProviderSim;

/// <summary>OpenAI's official client takes the simulator for the real thing, and what we send is what it sends.</summary>
public sealed class OpenAiSdkTests
{
    [Fact]
    public async Task The_official_client_drives_the_simulator_unmodified()
    {
        await using var sim = await Simulator.StartAsync();

        var seen = await OfficialClient.OpenAiAsync("drive", sim.Address, EnhancerUnderTest.Secret, null, TestContext.Current.CancellationToken);

        Assert.StartsWith("A cat on a roof, in soft", (string?)seen["normal"]!["content"]);
        Assert.Equal(("stop", "length"), ((string?)seen["normal"]!["reason"], (string?)seen["length"]!["reason"]));
        Assert.True((int)seen["normal"]!["tokens"]! > 0);
        Assert.Equal("", (string?)seen["empty"]!["content"]);
        Assert.Equal((null, "I can't help with that."), ((string?)seen["refusal"]!["content"], (string?)seen["refusal"]!["refusal"]));
        Assert.StartsWith("A cat on a roof, in soft", (string?)seen["response"]!["text"]);
        Assert.Equal(("incomplete", "max_output_tokens"), ((string?)seen["cutResponse"]!["status"], (string?)seen["cutResponse"]!["why"]));
        Assert.Equal(("RateLimitError 429", "insufficient_quota"), (Error(seen["quota"]), (string?)seen["quota"]!["code"]));
        Assert.Equal(("RateLimitError 429", "rate_limit_exceeded", "20"), (Error(seen["rate"]), (string?)seen["rate"]!["code"], (string?)seen["rate"]!["after"]));
        Assert.Equal("InternalServerError 503", Error(seen["failing"]));
        Assert.Equal("AuthenticationError 401", Error(seen["badKey"]));
        Assert.Equal(("BadRequestError 400", "max_tokens"), (Error(seen["oldField"]), (string?)seen["oldField"]!["param"]));
    }

    [Fact]
    public async Task Our_request_equals_that_of_the_official_client()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var sim = await Simulator.StartAsync();
        await using var enhancer = new EnhancerUnderTest(sim.Address);
        await enhancer.EnhanceAsync();
        var ours = await RecordedAsync(sim);
        await sim.ControlAsync("reset", new { });

        await OfficialClient.OpenAiAsync("record", sim.Address, EnhancerUnderTest.Secret, ours["body"]!.ToJsonString(), ct);

        var theirs = await RecordedAsync(sim);
        Assert.True(JsonNode.DeepEquals(theirs["body"], ours["body"]), ours["body"]!.ToJsonString());
        Assert.All(["method", "path", "key"], field => Assert.Equal((string?)theirs[field], (string?)ours[field]));
        Assert.All(["content-type", "accept"], header => Assert.Equal((string?)theirs["headers"]![header], (string?)ours["headers"]![header]));
    }

    private static async Task<JsonNode> RecordedAsync(Simulator sim) => (await sim.ReadAsync("log?operation=chat")).AsArray().Single()!.DeepClone();

    private static string Error(JsonNode? failure) => $"{failure!["type"]} {failure["status"]}";
}
