using System.Text.Json.Nodes;
using VideoGen.Tests.Providers;
using VideoGen.Tests.Sdk;

namespace VideoGen.Tests.ProviderSim;

/// <summary>fal's official client takes the simulator for the real thing.</summary>
public sealed class FalSdkTests
{
    [Fact]
    public async Task The_official_client_drives_the_simulator_unmodified()
    {
        await using var sim = await Simulator.StartAsync();

        var seen = await OfficialClient.FalAsync("drive", sim.Address, FalUnderTest.Secret, TestContext.Current.CancellationToken);

        var film = seen["film"]!;
        Assert.Equal(["IN_QUEUE 2", "IN_QUEUE 0", "IN_PROGRESS 1", "COMPLETED 1"], film["seen"]!.AsArray().Select(state => state!.GetValue<string>()).Distinct());
        Assert.Equal(("video/mp4", true, "ftyp", true), ((string?)film["type"], (bool?)film["isWhole"], (string?)film["brand"], (bool?)film["hasRequestId"]));
        Assert.Equal("ValidationError 422", Error(seen["moderated"]));
        Assert.Equal("content_policy_violation", (string?)seen["moderated"]!["fields"]![0]!["type"]);
        Assert.Equal(("ApiError 500", "internal_error"), (Error(seen["broken"]), (string?)seen["broken"]!["body"]!["error_type"]));
        Assert.Equal("ValidationError 422", Error(seen["invalid"]));
        Assert.Equal("IN_QUEUE", (string?)seen["canceled"]!["before"]);
        Assert.Equal(("ApiError 400", "Request is still in progress"), (Error(seen["canceled"]!["early"]), (string?)seen["canceled"]!["early"]!["body"]!["detail"]));
        Assert.Equal("ApiError 404", Error(seen["canceled"]!["after"]));
        Assert.Equal(("ApiError 400", "ALREADY_COMPLETED"), (Error(seen["tooLate"]), (string?)seen["tooLate"]!["body"]!["status"]));
        Assert.Equal("ApiError 404", Error(seen["unknown"]));
        Assert.Equal("ApiError 401", Error(seen["badKey"]));
    }

    [Fact]
    public async Task The_official_client_understands_an_empty_account()
    {
        await using var sim = await Simulator.StartAsync("--credits", "0");

        var seen = await OfficialClient.FalAsync("broke", sim.Address, FalUnderTest.Secret, TestContext.Current.CancellationToken);

        Assert.Equal("ApiError 403", Error(seen["refused"]));
        Assert.Contains("Exhausted balance", (string?)seen["refused"]!["body"]!["detail"]);
    }

    private static string Error(JsonNode? failure) => $"{failure!["type"]} {failure["status"]}";
}
