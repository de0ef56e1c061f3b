using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VideoGen.ProviderSim.Runway;

/// <summary>One field of a body: what is wrong with its value, as Runway's validator would say it. No value is <c>Undefined</c>.</summary>
internal sealed record RunwayField(string Name, Func<JsonElement, IEnumerable<JsonObject>> Check)
{
    public RunwayField Optional() => this with { Check = value => value.ValueKind == JsonValueKind.Undefined ? [] : Check(value) };
}

/// <summary>The kinds of fields, and the <c>issues</c> each can raise.</summary>
internal static partial class RunwayFields
{
    private const int LongestText = 1000;
    private const int LargestDataUri = 5 << 20;
    private const long LargestSeed = uint.MaxValue;

    public static readonly RunwayField Seed = new RunwayField("seed", value => Number(value, ["seed"], 0, LargestSeed)).Optional();

    public static readonly RunwayField Moderation = new RunwayField("contentModeration", value =>
        value.ValueKind != JsonValueKind.Object ? [WrongType(["contentModeration"], "object", value)]
        : value.TryGetProperty("publicFigureThreshold", out var threshold) ? OneOf(threshold, ["contentModeration", "publicFigureThreshold"], ["auto", "low"])
        : []).Optional();

    public static RunwayField Text(string name) => new(name, value => String(value, [name], 1, LongestText));

    public static RunwayField Boolean(string name) => new(name, value =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? [] : [WrongType([name], "boolean", value)]);

    public static RunwayField Option(string name, params string[] options) => new(name, value => OneOf(value, [name], options));

    public static RunwayField Integer(string name, int least, int most) => new(name, value => Number(value, [name], least, most));

    public static RunwayField Length(params int[] seconds) => new("duration", value =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && seconds.Contains(number)
            ? []
            : [Issue("invalid_value", ["duration"], $"Invalid {(seconds is [_] ? "input" : "option")}: expected {(seconds is [_] ? "" : "one of ")}{string.Join('|', seconds)}")]);

    public static RunwayField Asset(string name) => new(name, value => Uri(value, [name]));

    public static RunwayField List(string name, int least, int most, Func<JsonElement, IEnumerable<JsonObject>> item)
    {
        var field = new RunwayField(name, value => Items(value, [name], least, most, (element, _) => item(element)));
        return least == 0 ? field.Optional() : field;
    }

    public static RunwayField References(int least)
    {
        var field = new RunwayField("referenceImages", value => Items(value, ["referenceImages"], least, 3, Reference));
        return least == 0 ? field.Optional() : field;
    }

    /// <summary>A picture, or a list of pictures with the places in the film that the model knows.</summary>
    public static RunwayField Frames(params string[] positions) => new("promptImage", value => value.ValueKind switch
    {
        JsonValueKind.String => Uri(value, ["promptImage"]),
        JsonValueKind.Array => Items(value, ["promptImage"], 1, positions.Length, (item, path) => Frame(item, path, positions)),
        _ =>
        [
            new JsonObject
            {
                ["code"] = "invalid_union",
                ["errors"] = new JsonArray(new JsonArray(WrongType([], "string", value)), new JsonArray(WrongType([], "array", value))),
                ["path"] = new JsonArray("promptImage"),
                ["message"] = "Invalid input",
            },
        ],
    });

    public static JsonObject UnknownModel() => new()
    {
        ["code"] = "invalid_union",
        ["errors"] = new JsonArray(),
        ["note"] = "No matching discriminator",
        ["discriminator"] = "model",
        ["path"] = new JsonArray("model"),
        ["message"] = "Invalid input",
    };

    public static JsonObject UnknownKeys(IReadOnlyList<string> keys) => new()
    {
        ["code"] = "unrecognized_keys",
        ["keys"] = new JsonArray([.. keys.Select(key => JsonValue.Create(key))]),
        ["path"] = new JsonArray(),
        ["message"] = $"Unrecognized key{(keys.Count > 1 ? "s" : "")}: {string.Join(", ", keys.Select(key => $"\"{key}\""))}",
    };

    /// <summary>A film that lasts longer than may be: known only once it was fetched.</summary>
    public static JsonObject TooLong(string name, int seconds) =>
        Limit("too_big", [name], "number", "maximum", seconds, $"Asset duration must be at most {seconds} seconds");

    private static IEnumerable<JsonObject> Frame(JsonElement item, object[] path, string[] positions) =>
        item.ValueKind != JsonValueKind.Object
            ? [WrongType(path, "object", item)]
            : [.. Uri(Member(item, "uri"), [.. path, "uri"]), .. OneOf(Member(item, "position"), [.. path, "position"], positions)];

    private static IEnumerable<JsonObject> Reference(JsonElement item, object[] path) =>
        item.ValueKind != JsonValueKind.Object ? [WrongType(path, "object", item)]
        :
        [
            .. Uri(Member(item, "uri"), [.. path, "uri"]),
            .. item.TryGetProperty("tag", out var tag) && !(tag.ValueKind == JsonValueKind.String && Tag().IsMatch(tag.GetString()!))
                ? [Issue("invalid_format", [.. path, "tag"], "Invalid string: must match pattern /^[a-zA-Z][a-zA-Z0-9_]{2,15}$/")]
                : Array.Empty<JsonObject>(),
        ];

    private static IEnumerable<JsonObject> Uri(JsonElement value, object[] path)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return [WrongType(path, "string", value)];
        }

        var uri = value.GetString()!;
        return uri switch
        {
            _ when uri.StartsWith("data:", StringComparison.Ordinal) =>
                uri.Length > LargestDataUri ? [TooBig(path, "string", LargestDataUri, "string to have", "characters")]
                : DataUri().IsMatch(uri[..Math.Min(uri.Length, 100)]) ? []
                : [Issue("invalid_format", path, "Invalid data URI: expected a base64-encoded image")],
            _ when uri.StartsWith("runway://", StringComparison.Ordinal) => [],
            _ when uri.Length > 2048 => [TooBig(path, "string", 2048, "string to have", "characters")],
            _ when System.Uri.TryCreate(uri, UriKind.Absolute, out var url) && (IsOurs(url) || url is { Scheme: "https", HostNameType: UriHostNameType.Dns }) => [],
            _ => [Issue("invalid_format", path, "Invalid URL: expected an HTTPS URL with a host name")],
        };
    }

    /// <summary>An output of an earlier task may be passed on; on this stage it lies on loopback.</summary>
    private static bool IsOurs(Uri url) => url.IsLoopback && url.AbsolutePath.StartsWith("/media/", StringComparison.Ordinal);

    private static IEnumerable<JsonObject> Items(JsonElement value, object[] path, int least, int most, Func<JsonElement, object[], IEnumerable<JsonObject>> item)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return [WrongType(path, "array", value)];
        }

        var count = value.GetArrayLength();
        return count < least ? [TooSmall(path, "array", least, "array to have", least == 1 ? "item" : "items")]
            : count > most ? [TooBig(path, "array", most, "array to have", most == 1 ? "item" : "items")]
            : value.EnumerateArray().SelectMany((element, index) => item(element, [.. path, index]));
    }

    /// <summary>Counted in UTF-16 units, as the validator's own language does.</summary>
    private static IEnumerable<JsonObject> String(JsonElement value, object[] path, int least, int most) =>
        value.ValueKind != JsonValueKind.String ? [WrongType(path, "string", value)]
        : value.GetString()!.Length < least ? [TooSmall(path, "string", least, "string to have", "characters")]
        : value.GetString()!.Length > most ? [TooBig(path, "string", most, "string to have", "characters")]
        : [];

    private static IEnumerable<JsonObject> Number(JsonElement value, object[] path, long least, long most) =>
        value.ValueKind != JsonValueKind.Number ? [WrongType(path, "number", value)]
        : !value.TryGetDecimal(out var number) || number != decimal.Truncate(number) ? [WrongType(path, "int", value)]
        : number < least ? [TooSmall(path, "number", least, "number to be", "")]
        : number > most ? [TooBig(path, "number", most, "number to be", "")]
        : [];

    private static IEnumerable<JsonObject> OneOf(JsonElement value, object[] path, string[] options) =>
        value.ValueKind == JsonValueKind.String && options.Contains(value.GetString()) ? []
        : [Issue("invalid_value", path, options is [var only] ? $"Invalid input: expected \"{only}\"" : $"Invalid option: expected one of {string.Join('|', options.Select(option => $"\"{option}\""))}")];

    private static JsonObject WrongType(object[] path, string expected, JsonElement value)
    {
        var received = value.ValueKind switch
        {
            JsonValueKind.Undefined => "undefined",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            var kind => kind.ToString().ToLowerInvariant(),
        };
        var issue = Issue("invalid_type", path, $"Invalid input: expected {expected}, received {received}");
        issue.Insert(0, "expected", expected);
        return issue;
    }

    private static JsonObject TooSmall(object[] path, string origin, long minimum, string expected, string unit) =>
        Limit("too_small", path, origin, "minimum", minimum, $"Too small: expected {expected} >={minimum} {unit}".TrimEnd());

    private static JsonObject TooBig(object[] path, string origin, long maximum, string expected, string unit) =>
        Limit("too_big", path, origin, "maximum", maximum, $"Too big: expected {expected} <={maximum} {unit}".TrimEnd());

    private static JsonObject Limit(string code, object[] path, string origin, string bound, long value, string message)
    {
        var issue = Issue(code, path, message);
        issue.Insert(0, "origin", origin);
        issue.Insert(2, bound, value);
        issue.Insert(3, "inclusive", true);
        return issue;
    }

    private static JsonObject Issue(string code, object[] path, string message) => new()
    {
        ["code"] = code,
        ["path"] = new JsonArray([.. path.Select(part => part is int index ? JsonValue.Create(index) : JsonValue.Create(Convert.ToString(part, CultureInfo.InvariantCulture)))]),
        ["message"] = message,
    };

    private static JsonElement Member(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value : default;

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9_]{2,15}$")]
    private static partial Regex Tag();

    [GeneratedRegex("^data:(image/(jpeg|jpg|png|webp)|video/[a-z0-9.+-]+|audio/[a-z0-9.+-]+);base64,[A-Za-z0-9+/]")]
    private static partial Regex DataUri();
}
