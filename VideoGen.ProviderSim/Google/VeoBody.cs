using System.Text.Json;
using static VideoGen.ProviderSim.Google.GoogleFields;

namespace VideoGen.ProviderSim.Google;

/// <summary>Reads the body of a <c>:predictLongRunning</c>, and refuses what the real one refuses.</summary>
internal static class VeoBody
{
    private const int UsualSeconds = 8;
    private static readonly string[] _aspects = ["16:9", "9:16"];
    private static readonly string[] _instance = ["prompt", "image", "lastFrame", "video", "referenceImages"];
    private static readonly string[] _frames = ["image", "lastFrame"];
    private static readonly string[] _ofAll = ["aspectRatio", "durationSeconds", "sampleCount", "personGeneration", "negativePrompt", "enhancePrompt"];
    private static readonly string[] _ofVeo3 = [.. _ofAll, "resolution", "seed"];

    /// <param name="model">In the path.</param>
    /// <param name="body">Of the request.</param>
    /// <param name="region">Where the account is, which decides about persons.</param>
    public static GoogleOrder Read(GoogleModel model, JsonElement body, string region)
    {
        AllowOnly(body, "instances", "parameters", "webhookConfig");
        var instance = Member(body, "instances") is { ValueKind: JsonValueKind.Array } instances && instances.GetArrayLength() == 1
            ? instances[0] : throw GoogleRefusal.Invalid("Exactly one instance is expected.");
        var parameters = Member(body, "parameters");
        var unknown = Names(instance).Except(_instance).Concat(Names(parameters).Except(model.IsVeo2 ? _ofAll : _ofVeo3)).FirstOrDefault();
        if (unknown is not null)
        {
            throw GoogleRefusal.Unsupported(unknown);
        }

        if (string.IsNullOrEmpty(Text(instance, "prompt")))
        {
            throw GoogleRefusal.Invalid("The prompt must not be empty.");
        }

        _ = Text(parameters, "negativePrompt");
        _ = Integer(parameters, "seed", 0, uint.MaxValue);
        var order = new GoogleOrder(
            model,
            OneOf(parameters, "aspectRatio", _aspects[0], _aspects),
            OneOf(parameters, "resolution", "720p", model.Prices.Keys),
            Seconds(model, parameters),
            (int)(Integer(parameters, "sampleCount", 1, model.MostSamples) ?? 1));
        CheckPictures(order, instance);
        CheckPersons(model, Text(parameters, "personGeneration"), hasPicture: Has(instance, "image") || Has(instance, "referenceImages"), region);
        return order.Resolution == "720p" ? order : InFull(order, order.Resolution);
    }

    private static int Seconds(GoogleModel model, JsonElement parameters)
    {
        var seconds = (int)(Integer(parameters, "durationSeconds", model.Seconds[0], model.Seconds[^1]) ?? UsualSeconds);
        return model.Seconds.Contains(seconds) ? seconds
            : throw GoogleRefusal.Invalid($"Unsupported output video duration {seconds} seconds, supported durations are [{string.Join(',', model.Seconds)}].");
    }

    private static void CheckPictures(GoogleOrder order, JsonElement instance)
    {
        foreach (var name in _frames.Where(name => Has(instance, name)))
        {
            CheckPicture(Member(instance, name), name);
        }

        if (Has(instance, "lastFrame"))
        {
            InFull(order, "lastFrame");
        }

        if (!Has(instance, "referenceImages"))
        {
            return;
        }

        if (!order.Model.TakesReferences)
        {
            throw GoogleRefusal.Unsupported("referenceImages");
        }

        if (Member(instance, "referenceImages") is not { ValueKind: JsonValueKind.Array } references || references.GetArrayLength() is 0 or > 3 || order.Aspect != "16:9")
        {
            throw GoogleRefusal.Invalid("`referenceImages` takes 1 to 3 images, for videos of 16:9.");
        }

        InFull(order, "referenceImages");
        foreach (var reference in references.EnumerateArray())
        {
            CheckPicture(Member(reference, "image"), "referenceImages");
            OneOf(reference, "referenceType", "asset", ["asset", "ASSET"]);
        }
    }

    // The official client's form, or the one of the documentation's samples. No addresses.
    private static void CheckPicture(JsonElement picture, string name)
    {
        var inline = Member(picture, "inlineData");
        GoogleFields.CheckPicture(
            inline.ValueKind == JsonValueKind.Object ? Member(inline, "data") : Member(picture, "bytesBase64Encoded"),
            Member(inline.ValueKind == JsonValueKind.Object ? inline : picture, "mimeType"),
            name);
    }

    private static GoogleOrder InFull(GoogleOrder order, string what) =>
        order.Seconds == UsualSeconds ? order : throw GoogleRefusal.Invalid($"{what} is not supported for a duration of {order.Seconds} seconds.");

    /// <summary>Refused by model and region; in the region <c>none</c> always, as some callers find theirs to be.</summary>
    private static void CheckPersons(GoogleModel model, string? asked, bool hasPicture, string region)
    {
        string[] taken = (region, model.IsVeo2, hasPicture) switch
        {
            ("none", _, _) => [],
            ("eu", true, _) or (_, true, true) => ["allow_adult", "dont_allow"],
            ("eu", _, _) or (_, _, true) => ["allow_adult"],
            (_, true, _) => ["allow_all", "allow_adult", "dont_allow"],
            _ => ["allow_all"],
        };
        if (asked is not null && !taken.Contains(asked.ToLowerInvariant()))
        {
            throw GoogleRefusal.Invalid($"{asked} for personGeneration is currently not supported.");
        }
    }
}
