using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;

namespace VideoGen.Tests.Embedded.Storage.Golden;

/// <summary>What our clients did with a recorded request.</summary>
/// <param name="Status">The answer's status.</param>
/// <param name="ErrorCode">The code it was refused with.</param>
/// <param name="Facts">What else is to be compared, under the names of the recording.</param>
public sealed record Observation(int Status, string? ErrorCode = null, JsonObject? Facts = null)
{
    public static async Task<Observation> Of(Func<Task<Observation>> act)
    {
        try
        {
            return await act();
        }
        catch (RequestFailedException refusal)
        {
            return new Observation(refusal.Status, refusal.ErrorCode);
        }
    }

    /// <summary>How often each outcome came, of requests made all at once.</summary>
    public static async Task<Observation> OfMany(int times, Func<int, Task<Observation>> act)
    {
        var seen = await Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(() => Of(() => act(i)))));
        var outcomes = seen.GroupBy(one => one.ErrorCode is null ? $"{one.Status}" : $"{one.Status} {one.ErrorCode}");
        return new Observation(0, Facts: new JsonObject { ["outcomes"] = new JsonObject(outcomes.Select(group => KeyValuePair.Create(group.Key, (JsonNode?)group.Count()))) });
    }

    /// <summary>In what this is not what was expected; empty when it is.</summary>
    public IEnumerable<string> Differences(GoldenCase golden, JsonObject? facts, Func<JsonNode?, JsonNode?, bool> same)
    {
        if (golden.Status is { } status && status != Status) yield return $"status {Status}, expected {status}";
        if (golden.ErrorCode is { } code && code != ErrorCode) yield return $"error code {ErrorCode ?? "none"}, expected {code}";
        foreach (var (name, expected) in facts ?? [])
        {
            if (Facts?.TryGetPropertyValue(name, out var actual) is not true) yield return $"{name} was not observed, expected {Text(expected)}";
            else if (!same(expected, actual)) yield return $"{name} {Text(actual)}, expected {Text(expected)}";
        }
    }

    private static string Text(JsonNode? node) => node?.ToJsonString(JsonSerializerOptions.Web) is { } text ? text[..Math.Min(text.Length, 300)] : "null";
}
