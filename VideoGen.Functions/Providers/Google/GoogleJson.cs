using System.Text.Json;

namespace VideoGen.Functions.Providers.Google;

/// <summary>Reads answers of any shape: what is missing, or of another kind than expected, is simply not there.</summary>
internal static class GoogleJson
{
    /// <summary>Of kind <see cref="JsonValueKind.Undefined"/> when there is none.</summary>
    public static JsonElement Member(this JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : default;

    public static string? Text(this JsonElement of, string name) => of.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static int? Number(this JsonElement of, string name) =>
        of.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;

    public static IEnumerable<JsonElement> Items(this JsonElement of, string name) =>
        of.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
