using System.Text.Json.Nodes;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Embedded.Durable.Semantics;

/// <summary>Replays what orchestrations and client calls were seen to do on a real host, from history, and compares all that shows.</summary>
public sealed class DurableSemanticsTests
{
    private static readonly Dictionary<string, JsonObject> Recorded =
        JsonNode.Parse(File.ReadAllText(Repository.File("VideoGen.Tests", "Data", "golden", "durable-semantics.json")))!.AsArray()
            .Select(recorded => recorded!.AsObject()).ToDictionary(recorded => recorded["case"]!.GetValue<string>());

    public static TheoryData<string> Cases => [.. Recorded.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_was_seen_there_is_seen_here_but_for_the_listed_departures(string name)
    {
        await using var run = new SemanticsRun(Recorded[name]);

        var differences = SemanticsComparison.Differences(Recorded[name]["observed"], await run.ObserveAsync());

        var departures = Departure.All.Where(departure => departure.IsOf(name)).ToArray();
        var unexplained = differences.Where(difference => !departures.Any(departure => departure.Explains(difference.Path)));
        Assert.True(!unexplained.Any(), string.Join("\n", unexplained));
        Assert.All(departures.Where(departure => departure.Always), departure =>
            Assert.True(differences.Any(difference => departure.Explains(difference.Path)), $"No longer a departure: {departure.Reason}"));
    }

    [Fact]
    public void Every_listed_departure_belongs_to_a_recorded_case() =>
        Assert.All(Departure.All, departure => Assert.Contains(Recorded.Keys, departure.IsOf));
}
