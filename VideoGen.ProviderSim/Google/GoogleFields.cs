using System.Text.Json;

namespace VideoGen.ProviderSim.Google;

/// <summary>Reads the fields of a body, and refuses them as Google would.</summary>
internal static class GoogleFields
{
    public static JsonElement Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement is { ValueKind: JsonValueKind.Object } body ? body.Clone() : throw GoogleRefusal.Invalid("Invalid JSON payload received. Expected an object.");
        }
        catch (JsonException)
        {
            throw GoogleRefusal.Invalid("Invalid JSON payload received. Unexpected token.");
        }
    }

    /// <summary>Of kind <see cref="JsonValueKind.Undefined"/> when there is none.</summary>
    public static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : default;

    public static bool Has(JsonElement of, string name) => Member(of, name).ValueKind != JsonValueKind.Undefined;

    public static IEnumerable<string> Names(JsonElement of) =>
        of.ValueKind == JsonValueKind.Object ? of.EnumerateObject().Select(member => member.Name)
        : of.ValueKind == JsonValueKind.Undefined ? []
        : throw GoogleRefusal.Invalid("Invalid JSON payload received. Expected an object.");

    public static void AllowOnly(JsonElement of, params IEnumerable<string> names)
    {
        if (Names(of).Except(names).FirstOrDefault() is { } unknown)
        {
            throw GoogleRefusal.Unknown(unknown);
        }
    }

    public static string? Text(JsonElement of, string name) =>
        Member(of, name) is var value && value.ValueKind == JsonValueKind.Undefined ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw GoogleRefusal.Invalid($"`{name}` must be a string.");

    public static string OneOf(JsonElement of, string name, string unsaid, IEnumerable<string> values) =>
        !Has(of, name) ? unsaid
        : Member(of, name) is { ValueKind: JsonValueKind.String } value && values.Contains(value.GetString()) ? value.GetString()!
        : throw GoogleRefusal.Invalid($"The value {Member(of, name)} for `{name}` is not supported. Supported values are {string.Join(", ", values)}.");

    public static long? Integer(JsonElement of, string name, long least, long most) =>
        !Has(of, name) ? null
        : Member(of, name) is not { ValueKind: JsonValueKind.Number } value || !value.TryGetInt64(out var number)
            ? throw GoogleRefusal.Invalid($"The value type for `{name}` needs to be a number.")
        : number >= least && number <= most ? number
        : throw GoogleRefusal.Invalid($"The number value for `{name}` is out of bound. Please provide a value between {least} and {most}, inclusive.");

    public static void CheckPicture(JsonElement bytes, JsonElement type, string name)
    {
        if (bytes.ValueKind != JsonValueKind.String || !bytes.TryGetBytesFromBase64(out var decoded) || decoded.Length == 0)
        {
            throw GoogleRefusal.Invalid($"`{name}` must have its bytes in base64.");
        }

        if (type.ValueKind != JsonValueKind.String || type.GetString() is not ("image/png" or "image/jpeg"))
        {
            throw GoogleRefusal.Invalid($"Unsupported mime type for `{name}`: {type}.");
        }
    }
}
