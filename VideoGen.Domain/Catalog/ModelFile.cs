using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace VideoGen.Domain.Catalog;

/// <summary>Reads and checks the JSON of the <see cref="ModelCatalog"/>.</summary>
internal static class ModelFile
{
    /// <summary>Room for what is added to a prompt, and for something of the prompt itself.</summary>
    private const int LeastPromptLimit = 200;

    /// <summary>What an offer takes from its model when it does not say it itself.</summary>
    private static readonly string[] OfferFields =
        ["wire", "sizes", "resolution", "durations", "references", "usdPerSecond", "usdPerSecondWithAudio", "usdPerImage", "leastUsd"];

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new SizeConverter() },
    };

    public static string BuiltIn()
    {
        using var resource = typeof(ModelFile).Assembly.GetManifestResourceStream("models.json")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }

    public static JsonObject Parse(string json)
    {
        try
        {
            var document = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };
            return JsonNode.Parse(json, documentOptions: document) as JsonObject ?? throw new FormatException("It must be a JSON object with models by name.");
        }
        catch (JsonException e)
        {
            throw new FormatException(e.LineNumber is { } line ? $"It is not valid JSON: line {line + 1}, position {e.BytePositionInLine + 1}." : "It names a field twice.");
        }
    }

    /// <summary>Field by field; null takes a field away.</summary>
    public static void Merge(JsonObject models, JsonObject changes)
    {
        foreach (var (name, change) in changes)
        {
            var fields = change as JsonObject ?? throw new FormatException($"{name} must be an object with fields of the model.");
            if (models.Select(known => known.Key).FirstOrDefault(known => known != name && known.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } spelled)
            {
                throw new FormatException($"{name} must be spelled {spelled}.");
            }

            var model = models[name] as JsonObject ?? [];
            models[name] = model;
            foreach (var (field, value) in fields)
            {
                model.Remove(field);
                if (value is not null)
                {
                    model[field] = value.DeepClone();
                }
            }
        }
    }

    public static Model Read(string name, JsonNode? entry, JsonObject providers)
    {
        var model = (JsonObject)entry!.DeepClone();
        if (!model.TryAdd("name", name)) throw new FormatException($"{name}.name is not a known field.");

        if (providers[Text(model["provider"]) ?? ""] is not JsonObject provider)
        {
            throw new FormatException($"{name}.provider must be one of {string.Join(", ", providers.Select(known => known.Key))}.");
        }

        Inherit(model, provider, provider.Select(field => field.Key).Where(field => field != "aliases"));
        model["wire"] ??= name;
        foreach (var offer in (model["offers"] as JsonArray ?? []).OfType<JsonObject>())
        {
            Inherit(offer, model, OfferFields);
            // One forgotten would be work for nothing.
            if (!offer.ContainsKey("usdPerSecond") && !offer.ContainsKey("usdPerImage")) throw new FormatException($"{name}.usdPerSecond must be given.");
        }

        foreach (var field in OfferFields)
        {
            model.Remove(field);
        }

        try
        {
            return model.Deserialize<Model>(Options)!;
        }
        catch (JsonException e)
        {
            throw new FormatException($"{name}{FieldOf(e)} {WhatOf(e)}");
        }
    }

    public static IReadOnlyList<string> Aliases(JsonNode? provider) => provider!["aliases"].Deserialize<List<string>>(Options) ?? [];

    public static void Check(IReadOnlyList<Model> all)
    {
        foreach (var model in all)
        {
            var names = all.Select(other => other.Name);
            Must(model.Offers.Count > 0, model, "offers", "must not be empty");
            Must(model.PromptLimit >= LeastPromptLimit, model, "promptLimit", $"must be at least {LeastPromptLimit}");
            Must(model.UsualSeconds >= 0, model, "usualSeconds", "must not be negative");
            Must(model.DeprecatedOn is not { } from || model.RetiresOn is not { } to || from <= to, model, "deprecatedOn", "must not be after retiresOn");
            Must(model.Successor is null || (model.Successor != model.Name && names.Contains(model.Successor)), model, "successor", "must be another model");
            Must(model.Image is null || model.Image.Types.Count > 0, model, "image.types", "must not be empty");
            for (var i = 0; i < model.Offers.Count; i++)
            {
                Check(model, model.Offers[i], $"offers[{i}]");
            }
        }
    }

    private static void Check(Model model, Offer offer, string path)
    {
        Must(offer.Wire.Length > 0, model, "wire", "must not be empty");
        Must(offer.Sizes.Count > 0, model, $"{path}.sizes", "must not be empty");
        Must(offer.Durations.All(seconds => seconds is > 0 and <= 60), model, $"{path}.durations", "must be from 1 to 60 seconds");
        Must(offer.Kind != TaskKind.TextToImage || offer.Durations.Count == 0, model, $"{path}.durations", "must be empty for an image");
        Must(offer.Kind is TaskKind.TextToImage or TaskKind.VideoToVideo || offer.Durations.Count > 0, model, $"{path}.durations", "must not be empty");
        Must(offer.LongestInput is null or > 0, model, $"{path}.longestInput", "must be greater than 0");
        Must(offer.LeastReferences >= 0 && offer.LeastReferences <= offer.References, model, $"{path}.leastReferences", "must be from 0 to references");
        Must(offer.Camera.All(move => Cameras.Find(move)?.Name == move), model, $"{path}.camera", "must be known moves");
        Must(offer.UsdPerSecond >= 0, model, $"{path}.usdPerSecond", "must not be negative");
        Must(offer.UsdPerSecondWithAudio is null or >= 0, model, $"{path}.usdPerSecondWithAudio", "must not be negative");
        Must(offer.UsdPerImage >= 0, model, $"{path}.usdPerImage", "must not be negative");
        Must(offer.LeastUsd >= 0, model, $"{path}.leastUsd", "must not be negative");
    }

    private static void Must(bool right, Model model, string field, string rule)
    {
        if (!right) throw new FormatException($"{model.Name}.{field} {rule}.");
    }

    private static void Inherit(JsonObject heir, JsonObject from, IEnumerable<string> fields)
    {
        foreach (var field in fields)
        {
            if (!heir.ContainsKey(field) && from[field] is { } value)
            {
                heir[field] = value.DeepClone();
            }
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string FieldOf(JsonException e) => e.Path is null or "$" ? "" : e.Path[1..];

    // In our words, as the framework's name types of ours.
    private static string WhatOf(JsonException e) =>
        e.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "is not a known field."
        : e.Message.Split("including: ") is [_, var missing] ? $"must have {missing.Split(". ")[0].TrimEnd('.')}."
        : "has a value of the wrong kind.";

    private sealed class SizeConverter : JsonConverter<FrameSize>
    {
        public override FrameSize Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var sides = reader.TokenType == JsonTokenType.String ? reader.GetString()!.Split(':') : [];
            return sides.Length == 2 && IsSide(sides[0], out var width) && IsSide(sides[1], out var height)
                ? new(width, height)
                : throw new JsonException("could not be converted");
        }

        public override void Write(Utf8JsonWriter writer, FrameSize value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

        private static bool IsSide(string text, out int side) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is > 0 and <= 8192;
    }
}
