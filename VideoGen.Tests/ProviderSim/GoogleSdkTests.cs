using System.Text.Json.Nodes;
using VideoGen.Tests.Providers;
using VideoGen.Tests.Sdk;

namespace VideoGen.Tests.ProviderSim;

/// <summary>Google's official client takes the simulator for the real thing.</summary>
public sealed class GoogleSdkTests
{
    [Fact]
    public async Task The_official_client_drives_the_simulator_unmodified()
    {
        await using var sim = await Simulator.StartAsync();
        // It takes its key along to the storage host.
        await sim.ControlAsync("google", new { keyMayFollow = true });

        var seen = await OfficialClient.GoogleAsync("drive", sim.Address, GoogleUnderTest.SomeKey, TestContext.Current.CancellationToken);

        Assert.Equal(("[null,null,null,true]", "ftyp"), (seen["film"]!["seen"]!.ToJsonString(), (string?)seen["film"]!["brand"]));
        Assert.Equal((true, null, 1), ((bool)seen["filtered"]!["done"]!, seen["filtered"]!["response"]!["generatedVideos"], (int)seen["filtered"]!["response"]!["raiMediaFilteredCount"]!));
        Assert.Equal((1, 1), (seen["halfFiltered"]!["generatedVideos"]!.AsArray().Count, (int)seen["halfFiltered"]!["raiMediaFilteredCount"]!));
        Assert.Equal(3, (int)seen["failed"]!["code"]!);
        Assert.Equal(("""["queued","queued","in_progress","completed"]""", "ftyp"), (seen["interaction"]!["seen"]!.ToJsonString(), (string?)seen["interaction"]!["brand"]));
        Assert.Equal("ftyp", (string?)seen["inline"]);
        Assert.Equal(("queued", "cancelled", "NotFoundError 404"), ((string?)seen["cancelled"]!["before"], (string?)seen["cancelled"]!["after"], Error(seen["cancelled"]!["gone"])));
        Assert.Equal("ApiError 400", Error(seen["invalid"]));
        Assert.Contains("API_KEY_INVALID", (string?)seen["badKey"]!["message"]);
        Assert.Equal("ApiError 402", Error(seen["depleted"]));
        Assert.Equal("ApiError 404", Error(seen["noModel"]));
        Assert.Equal("models/veo-3.1-generate-preview", (string?)seen["model"]);
    }

    private static string Error(JsonNode? failure) => $"{failure!["type"]} {failure["status"]}";
}
