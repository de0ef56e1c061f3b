using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace VideoGen.Domain.Catalog;

/// <summary>Reads the catalogs' JSON files: entries by name, every fault said in one line that names entry and field.</summary>
internal static class CatalogFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new FrameSizeConverter() },
    };

    public static string BuiltIn(string file)
    {
        using var resource = typeof(CatalogFile).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }

    /// <param name="json">Entries by name.</param>
    /// <param name="check">What an entry must keep beyond its form; may call <see cref="Must"/>.</param>
    /// <exception cref="FormatException">It does not fit.</exception>
    public static IReadOnlyList<T> Read<T>(string json, Action<T, string> check)
    {
        var all = new List<T>();
        foreach (var (name, entry) in Parse(json))
        {
            var fields = entry?.DeepClone() as JsonObject ?? throw new FormatException($"{name} must be an object.");
            if (!fields.TryAdd("name", name)) throw new FormatException($"{name}.name is not a known field.");

            var read = Deserialize<T>(name, fields);
            check(read, name);
            all.Add(read);
        }

        return all.Count > 0 ? all : throw new FormatException("It must have at least one entry.");
    }

    public static JsonObject Parse(string json)
    {
        try
        {
            var document = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };
            return JsonNode.Parse(json, documentOptions: document) as JsonObject ?? throw new FormatException("It must be a JSON object with entries by name.");
        }
        catch (JsonException e)
        {
            throw new FormatException(e.LineNumber is { } line ? $"It is not valid JSON: line {line + 1}, position {e.BytePositionInLine + 1}." : "It names a field twice.");
        }
    }

    public static T Deserialize<T>(string name, JsonNode entry)
    {
        try
        {
            return entry.Deserialize<T>(Options)!;
        }
        catch (JsonException e)
        {
            throw new FormatException($"{name}{FieldOf(e)} {WhatOf(e)}");
        }
    }

    public static void Must(bool right, string name, string field, string rule)
    {
        if (!right) throw new FormatException($"{name}.{field} {rule}.");
    }

    private static string FieldOf(JsonException e) => e.Path is null or "$" ? "" : e.Path[1..];

    // In our words, as the framework's name types of ours.
    private static string WhatOf(JsonException e) =>
        e.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "is not a known field."
        : e.Message.Split("including: ") is [_, var missing] ? $"must have {missing.Split(". ")[0].TrimEnd('.')}."
        : "has a value of the wrong kind.";
}
