using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace VideoGen.ProviderSim.Kling;

/// <summary>Reads a submit of the classic API: what is ordered, or what is wrong with it.</summary>
internal static class KlingBody
{
    private const int LongestText = 2500;
    private const int LargestImage = 10 << 20;
    private const int LeastSide = 300;
    private const int MostImages = 4;

    private static readonly string[] _shapes = ["16:9", "9:16", "1:1"];
    private static readonly string[] _moves = ["down_back", "forward_up", "right_turn_forward", "left_turn_forward"];
    private static readonly string[] _axes = ["horizontal", "vertical", "pan", "tilt", "roll", "zoom"];

    public static JsonElement? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static KlingModel? ModelOf(string kind, JsonElement body) =>
        KlingModel.All.FirstOrDefault(model => model.Name == (Text(body, "model_name") ?? "kling-v1") && model.Kinds.Contains(kind));

    /// <summary>The first thing that is wrong; null for a good body.</summary>
    public static string? FaultOf(KlingModel model, string kind, JsonElement body) =>
        TextFault(body, "prompt", required: kind != KlingModel.Image)
        ?? TextFault(body, "negative_prompt", required: false)
        ?? OneOfFault(body, "mode", model.Modes)
        ?? OneOfFault(body, "duration", [.. model.Durations.Select(seconds => seconds.ToString(CultureInfo.InvariantCulture))])
        ?? (kind == KlingModel.Image ? null : OneOfFault(body, "aspect_ratio", _shapes))
        ?? GuidanceFault(model, body)
        ?? ImagesFault(kind, body)
        ?? (body.TryGetProperty("camera_control", out var camera) ? CameraFault(model, kind, body, camera) : null)
        ?? SoundFault(model, body)
        ?? UrlFault(body)
        ?? TextFault(body, "external_task_id", required: false);

    public static KlingOrder Order(KlingModel model, string kind, JsonElement body)
    {
        var (width, height) = kind == KlingModel.Image && Text(body, "image") is { } image ? SizeOf(image) : Size(Text(body, "aspect_ratio"));
        return new(
            kind,
            Mode(model, body),
            int.Parse(Text(body, "duration") ?? "5", CultureInfo.InvariantCulture),
            Text(body, "sound") == "on",
            width,
            height,
            Text(body, "callback_url"),
            Text(body, "external_task_id"));
    }

    /// <summary>Every picture that is to be fetched.</summary>
    public static IEnumerable<string> Urls(JsonElement body) =>
        Files(body).Where(file => file.StartsWith("http", StringComparison.Ordinal));

    public static (int Width, int Height) Size(string? shape) => shape switch { "9:16" => (720, 1280), "1:1" => (960, 960), _ => (1280, 720) };

    public static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Mode(KlingModel model, JsonElement body) => Text(body, "mode") ?? model.Modes.FirstOrDefault() ?? "std";

    private static string? TextFault(JsonElement body, string name, bool required) =>
        !body.TryGetProperty(name, out var value) ? (required ? $"{name} is required" : null)
        : value.ValueKind != JsonValueKind.String ? $"{name} must be a string"
        : required && value.GetString()!.Length == 0 ? $"{name} is required"
        : value.GetString()!.Length > LongestText ? $"{name} must not exceed {LongestText} characters"
        : null;

    private static string? OneOfFault(JsonElement body, string name, string[] options) =>
        !body.TryGetProperty(name, out var value) || (value.ValueKind == JsonValueKind.String && options.Contains(value.GetString()))
            ? null
            : $"{name} value '{value}' is invalid";

    private static string? GuidanceFault(KlingModel model, JsonElement body) =>
        !body.TryGetProperty("cfg_scale", out var value) ? null
        : !model.HasGuidance ? $"cfg_scale is not supported by {model.Name}"
        : value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= 0 and <= 1 ? null
        : "cfg_scale value is invalid";

    private static string? SoundFault(KlingModel model, JsonElement body) =>
        OneOfFault(body, "sound", ["on", "off"])
        ?? (Text(body, "sound") == "on" && !model.HasSound(Mode(model, body)) ? $"sound is not supported by {model.Name} in mode {Mode(model, body)}" : null);

    private static string? UrlFault(JsonElement body) =>
        Text(body, "callback_url") is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http")
            ? "callback_url is not a URL" : TextFault(body, "callback_url", required: false);

    private static string? ImagesFault(string kind, JsonElement body)
    {
        var files = Files(body).ToList();
        return kind switch
        {
            KlingModel.Image when files.Count == 0 => "image and image_tail must not both be empty",
            KlingModel.Images when files.Count is 0 or > MostImages => $"image_list must have 1 to {MostImages} items",
            _ => files.Select(FileFault).FirstOrDefault(fault => fault is not null),
        };
    }

    private static IEnumerable<string> Files(JsonElement body)
    {
        string?[] single = [Text(body, "image"), Text(body, "image_tail")];
        var listed = body.TryGetProperty("image_list", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(item => Text(item, "image")) : [];
        return single.Concat(listed).OfType<string>();
    }

    private static string? FileFault(string file)
    {
        if (file.StartsWith("http", StringComparison.Ordinal)) return null;
        if (file.StartsWith("data:", StringComparison.Ordinal)) return "image must be base64 without the data: prefix, or a URL";

        var bytes = new byte[file.Length];
        return !Convert.TryFromBase64String(file, bytes, out var length) ? "image is not base64"
            : length > LargestImage ? "image size must not exceed 10MB"
            : SizeOf(bytes) is not var (width, height) ? "image format must be jpg, jpeg or png"
            : Math.Min(width, height) < LeastSide ? $"image width and height must be at least {LeastSide}px"
            : (double)width / height is < 0.4 or > 2.5 ? "image aspect ratio must be between 1:2.5 and 2.5:1"
            : null;
    }

    private static string? CameraFault(KlingModel model, string kind, JsonElement body, JsonElement camera)
    {
        var (type, seconds, mode) = (Text(camera, "type"), Text(body, "duration") ?? "5", Mode(model, body));
        var taken = (model.Name, kind, mode, seconds) is ("kling-v1", KlingModel.Text, "std", "5") or ("kling-v1-5", KlingModel.Image, "pro", "5");
        return !taken ? $"camera_control is not supported by {model.Name}, {kind}, {mode}, {seconds}s"
            : body.TryGetProperty("image_tail", out _) || body.TryGetProperty("static_mask", out _) || body.TryGetProperty("dynamic_masks", out _) ? "camera_control, masks and image_tail exclude each other"
            : type == "simple" ? ConfigFault(camera)
            : kind == KlingModel.Image || !_moves.Contains(type) ? $"camera_control.type value '{type}' is invalid"
            : camera.TryGetProperty("config", out _) ? "camera_control.config must be empty for this type"
            : null;
    }

    private static string? ConfigFault(JsonElement camera)
    {
        if (!camera.TryGetProperty("config", out var config) || config.ValueKind != JsonValueKind.Object) return "camera_control.config is required";

        var values = _axes.Where(axis => config.TryGetProperty(axis, out _)).Select(axis => config.GetProperty(axis)).ToList();
        return values.Any(value => value.ValueKind != JsonValueKind.Number || value.GetDouble() is < -10 or > 10) ? "camera_control.config value must be in [-10, 10]"
            : values.Count(value => value.GetDouble() != 0) != 1 ? "camera_control.config must have exactly one value other than 0"
            : null;
    }

    private static (int Width, int Height) SizeOf(string file) =>
        file.StartsWith("http", StringComparison.Ordinal) ? Size(null) : SizeOf(Convert.FromBase64String(file)) ?? Size(null);

    // A JPEG is not looked into.
    private static (int Width, int Height)? SizeOf(ReadOnlySpan<byte> file) =>
        file.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47]) && file.Length >= 24 ? (BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]))
        : file.StartsWith<byte>([0xFF, 0xD8]) ? Size(null)
        : null;
}
