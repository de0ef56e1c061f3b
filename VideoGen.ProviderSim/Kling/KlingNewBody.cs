using System.Text.Json;

namespace VideoGen.ProviderSim.Kling;

/// <summary>Reads a submit of the new API, whose words and types are others: a number for the duration, a resolution in place of a mode.</summary>
internal static class KlingNewBody
{
    private static readonly Dictionary<string, string> _modes = new() { ["720p"] = "std", ["1080p"] = "pro", ["4k"] = "4k" };
    private static readonly string[] _unknown = ["mode", "negative_prompt", "cfg_scale", "camera_control"];
    private static readonly JsonElement _nothing = JsonDocument.Parse("{}").RootElement;

    public static KlingModel? ModelOf(string name) => KlingModel.All.FirstOrDefault(model => model.NewName == name);

    public static string? FaultOf(KlingModel model, string kind, JsonElement body)
    {
        var settings = Member(body, "settings");
        return _unknown.Where(name => body.TryGetProperty(name, out _)).Select(name => $"{name} is not supported").FirstOrDefault()
            ?? (PromptOf(body) is not { Length: > 0 and <= 2500 } ? "prompt is required, with at most 2500 characters" : null)
            ?? (kind == KlingModel.Image ? FramesFault(body) : null)
            ?? (settings.TryGetProperty("duration", out var seconds) && !(seconds.ValueKind == JsonValueKind.Number && seconds.TryGetInt32(out var number) && model.Durations.Contains(number)) ? "settings.duration is invalid" : null)
            ?? (KlingBody.Text(settings, "resolution") is { } resolution && !(_modes.TryGetValue(resolution, out var mode) && model.Modes.Contains(mode)) ? "settings.resolution is invalid" : null)
            ?? (KlingBody.Text(settings, "audio") is { } audio && audio is not ("off" or "native") ? "settings.audio is invalid" : null)
            ?? (KlingBody.Text(settings, "aspect_ratio") is { } shape && shape is not ("16:9" or "9:16" or "1:1") ? "settings.aspect_ratio is invalid" : null);
    }

    public static KlingOrder Order(string kind, JsonElement body)
    {
        var (settings, options) = (Member(body, "settings"), Member(body, "options"));
        var (width, height) = KlingBody.Size(KlingBody.Text(settings, "aspect_ratio"));
        return new(
            kind,
            _modes[KlingBody.Text(settings, "resolution") ?? "720p"],
            settings.TryGetProperty("duration", out var seconds) ? seconds.GetInt32() : 5,
            KlingBody.Text(settings, "audio") == "native",
            width,
            height,
            KlingBody.Text(options, "callback_url"),
            KlingBody.Text(options, "external_task_id"));
    }

    public static IEnumerable<string> Urls(JsonElement body) => Contents(body).Select(content => KlingBody.Text(content, "url")).OfType<string>();

    private static string? FramesFault(JsonElement body) =>
        Contents(body).Any(content => KlingBody.Text(content, "type") == "first_frame" && KlingBody.Text(content, "url") is { Length: > 0 }) ? null : "contents must have a first_frame";

    private static string? PromptOf(JsonElement body) =>
        KlingBody.Text(body, "prompt") ?? Contents(body).Where(content => KlingBody.Text(content, "type") == "prompt").Select(content => KlingBody.Text(content, "text")).FirstOrDefault();

    private static JsonElement.ArrayEnumerator Contents(JsonElement body) =>
        body.TryGetProperty("contents", out var contents) && contents.ValueKind == JsonValueKind.Array ? contents.EnumerateArray() : default;

    private static JsonElement Member(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : _nothing;
}
