using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

/// <summary>The service's own description of its API, and whether what goes in and out is as it says.</summary>
/// <remarks>As much of JSON Schema as the document uses. An object with properties may have no others, unless the document says so.</remarks>
internal sealed class ApiDocument(JsonNode document)
{
    public JsonNode Root => document;

    public IReadOnlyList<ApiOperation> Operations { get; } =
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           select new ApiOperation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!),
    ];

    public static async Task<ApiDocument> OfAsync(TestApp app) => new((await app.GetAsync("/api/openapi.json")).Json!);

    /// <summary>The operation that answers; a path's own words win. Null when there is none.</summary>
    public ApiOperation? Find(string method, string path) => Operations
        .Where(operation => operation.Method == method && operation.Matches(path.Split('?')[0]))
        .MinBy(operation => operation.Path.Count(c => c == '{'));

    /// <summary>What is wrong with a body as a request to the operation.</summary>
    public IReadOnlyList<string> FaultsOfRequest(ApiOperation operation, string body)
    {
        var schema = operation.Node["requestBody"]?["content"]?["application/json"]?["schema"];
        return schema is null ? [$"{operation.Id} takes no JSON"] : Faults(schema, JsonNode.Parse(body), operation.Id);
    }

    /// <summary>What is wrong with an answer of the operation.</summary>
    public IReadOnlyList<string> FaultsOfAnswer(ApiOperation operation, Reply reply)
    {
        var status = ((int)reply.Status).ToString(CultureInfo.InvariantCulture);
        if (operation.Node["responses"]![status] is not { } said) return [$"{operation.Id} answers {status}, which is nowhere said: {reply.Body}"];

        var content = Resolve(said)["content"]?.AsObject();
        var type = reply.Response.Content.Headers.ContentType?.MediaType;
        if (content is null || reply.Body.Length == 0) return content is null == (reply.Body.Length == 0) || operation.Method == "HEAD" ? [] : [$"{operation.Id} {status} has a body or none, otherwise than said"];
        if (type is null || content[type] is not { } media) return [$"{operation.Id} {status} has type {type}"];

        var schema = media["schema"]!;
        return type.EndsWith("json", StringComparison.Ordinal) ? Faults(schema, reply.Json, $"{operation.Id} {status}") : [];
    }

    public JsonNode Resolve(JsonNode node) =>
        (string?)node["$ref"] is { } name ? name[2..].Split('/').Aggregate(document, (found, part) => found[part] ?? throw new InvalidOperationException($"{name} is nowhere")) : node;

    private List<string> Faults(JsonNode schema, JsonNode? value, string at)
    {
        schema = Resolve(schema);
        if (schema is not JsonObject rules || rules.Count == 0) return [];
        if (rules["anyOf"] is JsonArray ways)
        {
            var tried = ways.Select(way => Faults(way!, value, at)).ToList();
            return tried.Exists(faults => faults.Count == 0) ? [] : tried.MinBy(faults => faults.Count)!;
        }

        var types = rules["type"] switch { JsonArray several => several.Select(type => (string)type!).ToList(), { } one => [(string)one!], null => [] };
        if (types.Count > 0 && !types.Exists(type => IsOf(type, value))) return [$"{at} is {Shown(value)}, not {string.Join(" or ", types)}"];
        if (rules["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value))) return [$"{at} is {Shown(value)}, not one of {words.ToJsonString()}"];

        return value switch
        {
            JsonObject fields => FaultsOf(rules, fields, at),
            JsonArray items => [.. OutOf(rules, "Items", items.Count, at), .. rules["items"] is { } each ? items.SelectMany((item, i) => Faults(each, item, $"{at}[{i}]")) : []],
            JsonValue text when text.GetValueKind() == JsonValueKind.String => FaultsOf(rules, (string)text!, at),
            JsonValue number when number.GetValueKind() == JsonValueKind.Number => OutOf(rules, "imum", (double)number, at),
            _ => [],
        };
    }

    private List<string> FaultsOf(JsonObject rules, JsonObject fields, string at)
    {
        var properties = rules["properties"]?.AsObject();
        var others = rules["additionalProperties"];
        var faults = OutOf(rules, "Properties", fields.Count, at);
        faults.AddRange((rules["required"]?.AsArray() ?? []).Where(name => !fields.ContainsKey((string)name!)).Select(name => $"{at}.{name} is missing"));
        foreach (var (name, value) in fields)
        {
            if (properties?[name] is { } schema)
            {
                faults.AddRange(Faults(schema, value, $"{at}.{name}"));
            }
            else if (others is JsonObject any)
            {
                faults.AddRange(Faults(any, value, $"{at}.{name}"));
            }
            else if (others?.GetValueKind() is JsonValueKind.False || (others is null && properties is not null))
            {
                faults.Add($"{at}.{name} is nowhere said");
            }
        }

        return faults;
    }

    private static List<string> FaultsOf(JsonObject rules, string text, string at)
    {
        var faults = OutOf(rules, "Length", text.Length, at);
        if ((string?)rules["format"] == "date-time" && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _)) faults.Add($"{at} is no time: {text}");
        return faults;
    }

    private static List<string> OutOf(JsonObject rules, string what, double value, string at) =>
        value < (double?)rules[$"min{what}"] || value > (double?)rules[$"max{what}"] ? [$"{at} is {value}, out of its bounds"] : [];

    private static bool IsOf(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("null", JsonValueKind.Null) or ("string", JsonValueKind.String) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("number", JsonValueKind.Number) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => (double)value! % 1 == 0,
        _ => false,
    };

    private static string Shown(JsonNode? value) => value?.ToJsonString() ?? "null";
}

/// <summary>A method at a path.</summary>
internal sealed record ApiOperation(string Method, string Path, JsonNode Node)
{
    private readonly string[] _parts = Path.Split('/');

    public string Id => (string)Node["operationId"]!;

    public bool Matches(string path)
    {
        var parts = path.Split('/');
        return parts.Length == _parts.Length && parts.Zip(_parts).All(pair => pair.Second.StartsWith('{') || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }
}
