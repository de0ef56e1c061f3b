using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VideoGen.Tests.Embedded.Storage.Golden;

/// <summary>What the placeholders of one group stand for in this run.</summary>
public sealed partial class Placeholders(Func<int, string> unknown)
{
    private readonly Dictionary<string, string> _values = [];

    /// <summary>A recorded value as it is in this run; one never seen is well-formed and fits nothing.</summary>
    public string Resolve(string text) =>
        Numbered().Replace(text, match => _values.TryGetValue(match.Value, out var value) ? value : unknown(int.Parse(match.Groups[2].Value)));

    /// <summary>A write gives a new value, whatever the recording had: its clock was coarse enough to give one twice.</summary>
    public void Bind(string? placeholder, string? value)
    {
        if (placeholder is not null && value is not null) _values[placeholder] = value;
    }

    /// <summary>Compares as JSON: numbers by value, objects whatever the order, placeholders by what they stand for.</summary>
    public bool Same(JsonNode? expected, JsonNode? actual) => (expected, actual) switch
    {
        (null, null) => true,
        (JsonObject a, JsonObject b) => a.Count == b.Count && a.All(property => b.TryGetPropertyValue(property.Key, out var other) && Same(property.Value, other)),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        (JsonValue a, JsonValue b) when a.GetValueKind() is JsonValueKind.String && b.GetValueKind() is JsonValueKind.String => Same((string)a!, (string)b!),
        (JsonValue a, JsonValue b) when a.GetValueKind() is JsonValueKind.Number && b.GetValueKind() is JsonValueKind.Number => double.Parse(a.ToJsonString(), CultureInfo.InvariantCulture) == double.Parse(b.ToJsonString(), CultureInfo.InvariantCulture),
        (JsonValue a, JsonValue b) => JsonNode.DeepEquals(a, b),
        _ => false,
    };

    private bool Same(string expected, string actual)
    {
        if (!Numbered().IsMatch(expected)) return expected == actual || Any().IsMatch(expected);
        _values.TryAdd(expected, actual);
        return _values[expected] == actual;
    }

    [GeneratedRegex("<(etag|timestamp)-([0-9]+)>")]
    private static partial Regex Numbered();

    [GeneratedRegex("^<(http-date|utc-time|guid|id|time|token|version)>$")]
    private static partial Regex Any();
}
