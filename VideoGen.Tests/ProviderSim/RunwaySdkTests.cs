using System.Text.Json.Nodes;
using VideoGen.Tests.Sdk;

namespace VideoGen.Tests.ProviderSim;

/// <summary>Runway's official client takes the simulator for the real thing.</summary>
public sealed class RunwaySdkTests
{
    [Fact]
    public async Task The_official_client_drives_the_simulator_unmodified()
    {
        await using var sim = await Simulator.StartAsync();

        var seen = await OfficialClient.RunwayAsync("drive", sim.Address, Simulator.Key, TestContext.Current.CancellationToken);

        Assert.Equal("""{"status":"SUCCEEDED","cost":{"credits":25},"brand":"ftyp"}""", seen["chained"]!.ToJsonString());
        Assert.Equal("TaskFailedError SAFETY.INPUT.TEXT", $"{seen["moderated"]!["type"]} {seen["moderated"]!["task"]!["failureCode"]}");
        Assert.Equal("PENDING", seen["gone"]!["before"]!.GetValue<string>());
        Assert.Equal("NotFoundError 404", Error(seen["gone"]!["after"]));
        Assert.StartsWith("runway://", seen["upload"]!["uri"]!.GetValue<string>());
        Assert.Equal("""{"credits":25}""", seen["upload"]!["estimate"]!.ToJsonString());
        Assert.Equal(20, seen["organization"]!["tier"]!["models"]!["gen4_turbo"]!["maxConcurrentGenerations"]!.GetValue<int>());
        Assert.Contains("gen4_turbo", seen["usage"]!["models"]!.AsArray().Select(model => model!.GetValue<string>()));
        Assert.Equal("BadRequestError 400", Error(seen["invalid"]));
        Assert.Equal("invalid_value", seen["invalid"]!["error"]!["issues"]![0]!["code"]!.GetValue<string>());
        Assert.Equal("AuthenticationError 401", Error(seen["badKey"]));
        Assert.NotNull(seen["afterTwoFailures"]!["id"]);
        Assert.Equal("InternalServerError 502", Error(seen["overTheRetries"]));
    }

    [Fact]
    public async Task The_official_client_understands_an_empty_account()
    {
        await using var sim = await Simulator.StartAsync("--credits", "0");

        var seen = await OfficialClient.RunwayAsync("broke", sim.Address, Simulator.Key, TestContext.Current.CancellationToken);

        Assert.Equal("BadRequestError 400", Error(seen["refused"]));
        Assert.Equal("You do not have enough credits to run this task.", seen["refused"]!["error"]!["error"]!.GetValue<string>());
        Assert.Equal(0, seen["organization"]!["creditBalance"]!.GetValue<int>());
    }

    private static string Error(JsonNode? failure) => $"{failure!["type"]} {failure["status"]}";
}
