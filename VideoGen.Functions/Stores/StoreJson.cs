using System.Text.Encodings.Web;
using System.Text.Json;

namespace VideoGen.Functions.Stores;

/// <summary>How records are written into table properties, and payloads into histories: without escapes that would multiply the size of a Japanese prompt by six.</summary>
public static class StoreJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string? json) => JsonSerializer.Deserialize<T>(json!, Options)!;
}
