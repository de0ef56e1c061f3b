using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VideoGen.Tests.Embedded.Durable.Semantics;

/// <summary>Compares what is seen with what was recorded, member by member. Placeholders of the recording fit what they stand for.</summary>
internal static partial class SemanticsComparison
{
    /// <summary>The members in which the two differ: the path, and both values.</summary>
    public static IReadOnlyList<(string Path, string Text)> Differences(JsonNode? recorded, JsonNode? seen) => [.. Compare("", recorded, seen)];

    private static IEnumerable<(string, string)> Compare(string path, JsonNode? recorded, JsonNode? seen) => (recorded, seen) switch
    {
        (JsonObject a, JsonObject b) => a.Select(member => member.Key).Union(Telling(path, b)).SelectMany(name => Compare(path.Length == 0 ? name : $"{path}.{name}", a[name], b[name])),
        (JsonArray a, JsonArray b) when a.Count == b.Count => a.Zip(b).SelectMany((pair, index) => Compare($"{path}[{index}]", pair.First, pair.Second)),
        _ when Fits(recorded, seen) => [],
        _ => [(path, $"recorded {Text(recorded)}, seen {Text(seen)}")],
    };

    /// <summary>The members that must not be there unless recorded. Not every recording has the history or the client's view.</summary>
    private static IEnumerable<string> Telling(string path, JsonObject seen) => seen.Select(member => member.Key).Where(name => path.Length > 0 || name is not ("history" or "clientMetadata"));

    private static bool Fits(JsonNode? recorded, JsonNode? seen)
    {
        if (recorded is null || seen is null || recorded.GetValueKind() != JsonValueKind.String || seen.GetValueKind() != JsonValueKind.String)
        {
            return JsonNode.DeepEquals(recorded, seen);
        }

        var (expected, actual) = (recorded.GetValue<string>(), seen.GetValue<string>());
        return expected switch
        {
            "{time.fraction}" => DateTimeOffset.TryParse(actual, CultureInfo.InvariantCulture, out _),
            "{stack}" => actual.Length > 0,
            _ when Repeated().Match(expected) is { Success: true } repeated =>
                actual[0] == repeated.Groups[1].Value[0] && actual.Length == int.Parse(repeated.Groups[2].Value, CultureInfo.InvariantCulture),
            _ => expected == Ids().Replace(actual, "{guidN}"),
        };
    }

    private static string Text(JsonNode? node) => node?.ToJsonString() is { } text ? text[..Math.Min(text.Length, 200)] : "null";

    [GeneratedRegex("^{(.)\\*(\\d+)}$")]
    private static partial Regex Repeated();

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex Ids();
}
