using System.Globalization;
using System.Text.Json;
using static VideoGen.ProviderSim.Google.GoogleFields;

namespace VideoGen.ProviderSim.Google;

/// <summary>Reads the body of an interaction that shall make a video.</summary>
internal static class OmniBody
{
    private static readonly string[] _fields =
    [
        "model", "input", "background", "store", "stream", "response_format", "generation_config", "webhook_config",
        "labels", "previous_interaction_id", "safety_settings", "service_tier", "system_instruction",
    ];

    private static readonly string[] _tasks = ["text_to_video", "image_to_video", "reference_to_video", "edit", "extend", "upscale"];
    private static readonly string[] _aspects = ["16:9", "9:16"];
    private static readonly string[] _deliveries = ["inline", "uri"];

    public static GoogleOrder Read(GoogleModel model, JsonElement body)
    {
        AllowOnly(body, _fields);
        var format = Member(body, "response_format");
        AllowOnly(format, "type", "aspect_ratio", "resolution", "duration", "delivery");
        AllowOnly(Member(body, "generation_config"), "video_config");
        var config = Member(Member(body, "generation_config"), "video_config");
        AllowOnly(config, "task");
        _ = OneOf(format, "type", "video", ["video"]);
        var task = OneOf(config, "task", "text_to_video", _tasks);
        if (Member(body, "background").ValueKind == JsonValueKind.True && Member(body, "store").ValueKind == JsonValueKind.False)
        {
            throw GoogleRefusal.Invalid("An interaction in the background must be stored.");
        }

        if (CountPictures(Member(body, "input")) == 0 && task is not "text_to_video")
        {
            throw GoogleRefusal.Invalid($"The task {task} needs an input beside the text.");
        }

        return new(
            model,
            OneOf(format, "aspect_ratio", _aspects[0], _aspects),
            OneOf(format, "resolution", "720p", model.Prices.Keys),
            Seconds(model, Text(format, "duration")),
            Samples: 1,
            Inline: OneOf(format, "delivery", "inline", _deliveries) == "inline");
    }

    private static int Seconds(GoogleModel model, string? duration) =>
        duration is null ? 8
        : duration.EndsWith('s') && int.TryParse(duration[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && model.Seconds.Contains(seconds) ? seconds
        : throw GoogleRefusal.Invalid($"The duration {duration} is not supported.");

    private static int CountPictures(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String && input.GetString() is not "")
        {
            return 0;
        }

        var parts = input.ValueKind == JsonValueKind.Array ? input.EnumerateArray().ToList() : [];
        if (!parts.Any(part => Text(part, "type") == "text" && !string.IsNullOrEmpty(Text(part, "text"))))
        {
            throw GoogleRefusal.Invalid("The input must have a text.");
        }

        var pictures = parts.Where(part => Text(part, "type") != "text").ToList();
        foreach (var picture in pictures)
        {
            _ = OneOf(picture, "type", "", ["image"]);
            CheckPicture(Member(picture, "data"), Member(picture, "mime_type"), "input");
        }

        return pictures.Count;
    }
}
