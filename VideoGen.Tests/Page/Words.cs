using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VideoGen.Tests.Page;

/// <summary>What the page can say.</summary>
internal static partial class Words
{
    private static readonly string[] _forms = ["zero", "one", "two", "few", "many", "other"];

    /// <summary>What some views alone say, each in files of its own.</summary>
    private static readonly string[] _sections = [.. Directory.GetDirectories(Path.Combine(Web.Root, "words")).Select(folder => Path.GetFileName(folder)!)];

    /// <summary>The name of a text, as the page shows it where it has no such text.</summary>
    public static string NameOfAText { get; } =
        $@"\b({string.Join('|', Read("en").Keys.Where(name => name.Contains('.')).Select(name => name.Split('.')[0]).Distinct())})\.[a-z]\w*";

    /// <summary>The texts by their full names; one with forms for different numbers is one text.</summary>
    public static Dictionary<string, JsonNode> Read(string language) =>
        Flatten("", Parse($"words/{language}.json"))
            .Concat(_sections.SelectMany(section => Flatten(section, Parse($"words/{section}/{language}.json")))).ToDictionary();

    private static JsonNode Parse(string path) => JsonNode.Parse(Web.Read(path))!;

    private static IEnumerable<KeyValuePair<string, JsonNode>> Flatten(string name, JsonNode node) =>
        node is JsonObject part && !part.All(entry => _forms.Contains(entry.Key))
            ? part.SelectMany(entry => Flatten(name.Length > 0 ? $"{name}.{entry.Key}" : entry.Key, entry.Value!))
            : [KeyValuePair.Create(name, node)];

    public static IEnumerable<string> Forms(JsonNode text) => text is JsonObject forms ? forms.Select(form => (string)form.Value!) : [(string)text!];

    /// <summary>What is filled in. A form for one number may leave that number out.</summary>
    public static IEnumerable<string> Blanks(JsonNode text) => Forms(text).SelectMany(form => Blank().Matches(form)).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Blank();
}
