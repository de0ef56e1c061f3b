using System.Text.Json.Nodes;

namespace VideoGen.Domain.Catalog;

/// <summary>Reads and checks the JSON of the <see cref="ModelCatalog"/>.</summary>
internal static class ModelFile
{
    /// <summary>Room for what is added to a prompt, and for something of the prompt itself.</summary>
    private const int LeastPromptLimit = 200;

    /// <summary>What an offer takes from its model when it does not say it itself.</summary>
    private static readonly string[] OfferFields =
        ["wire", "sizes", "resolution", "durations", "references", "usdPerSecond", "usdPerSecondWithAudio", "usdPerImage", "leastUsd"];

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

        return CatalogFile.Deserialize<Model>(name, model);
    }

    public static IReadOnlyList<string> Aliases(JsonNode? provider) => [.. (provider!["aliases"] as JsonArray ?? []).Select(alias => alias!.GetValue<string>())];

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

    private static void Must(bool right, Model model, string field, string rule) => CatalogFile.Must(right, model.Name, field, rule);

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
}
