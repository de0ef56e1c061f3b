using System.Text.Json;
using System.Text.Json.Serialization;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Embedded.Golden;

/// <summary>One recorded request and what the real host answered.</summary>
internal sealed record GoldenCase(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("request")] GoldenRequest Request,
    [property: JsonPropertyName("response")] GoldenResponse Response)
{
    public static IReadOnlyList<GoldenCase> Read(string file)
    {
        using var stream = File.OpenRead(Repository.File("VideoGen.Tests", "Data", "golden", file));
        return JsonSerializer.Deserialize<List<GoldenCase>>(stream)!;
    }
}

internal sealed record GoldenRequest(
    [property: JsonPropertyName("method")] string Method,
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("headers")] IReadOnlyDictionary<string, string>? Headers,
    [property: JsonPropertyName("body")] string? Body);

internal sealed record GoldenResponse(
    [property: JsonPropertyName("status")] int Status,
    [property: JsonPropertyName("headers")] IReadOnlyDictionary<string, string> Headers,
    [property: JsonPropertyName("body")] JsonElement Body,
    [property: JsonPropertyName("bodyIsText")] bool BodyIsText);
