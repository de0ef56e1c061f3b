using System.IO.Enumeration;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VideoGen.Tests.Embedded.Storage.Golden;

/// <summary>One recorded request, what was answered, and what the real service is known to answer instead.</summary>
public sealed partial class GoldenCase(JsonObject json)
{
    public string Name { get; } = (string)json["case"]!;

    public string Group { get; } = (string)json["group"]!;

    public JsonObject Request { get; } = (JsonObject)json["request"]!;

    public string? Method => (string?)Request["method"];

    public string Path => (string?)Request["path"] ?? "";

    public JsonObject Response { get; } = (JsonObject)json["response"]!;

    public JsonObject? Azure { get; } = (JsonObject?)json["azure"];

    public int? Status => (int?)(Azure?["status"] ?? Response["status"]);

    /// <summary>Null where none is known, also because the real service's is not.</summary>
    public string? ErrorCode => (string?)(Azure?["errorCode"] ?? (Azure?["status"] is null ? Response["errorCode"] : null));

    /// <summary>The recorded ones only where the real service does not refuse.</summary>
    public JsonObject? Facts => (JsonObject?)(Azure?["facts"] ?? (Azure?["status"] is { } status && (int)status >= 400 ? null : Response["facts"]));

    /// <summary>Whether the name fits a pattern in which * stands for anything.</summary>
    public bool IsNamed(string pattern) => FileSystemName.MatchesSimpleExpression(pattern, Name, ignoreCase: false);

    public string? Header(string name) => (string?)Request["headers"]?[name];

    public static IReadOnlyList<GoldenCase> Load(string file)
    {
        var text = File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "Data", "golden", file));
        var expanded = Repeat().Replace(text, match => string.Concat(Enumerable.Repeat(match.Groups[1].Value, int.Parse(match.Groups[2].Value))));
        return [.. JsonNode.Parse(expanded)!["cases"]!.AsArray().Select(golden => new GoldenCase((JsonObject)golden!))];
    }

    // <repeat "x" x 3> stands for xxx, in values as in names.
    [GeneratedRegex("""<repeat \\"(.+?)\\" x ([0-9]+)>""")]
    private static partial Regex Repeat();
}
