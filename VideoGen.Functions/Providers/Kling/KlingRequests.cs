using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Prompts;

namespace VideoGen.Functions.Providers.Kling;

/// <summary>The bodies of submits, in the classic API's words and in the new one's.</summary>
internal static class KlingRequests
{
    private const int LongestPrompt = 2500;

    // Base64 is full of plus signs, which the usual encoder writes as six characters each.
    private static readonly JsonSerializerOptions _json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly FrameSize[] _shapes = [new(16, 9), new(9, 16), new(1, 1)];

    public static byte[] Of(ProviderRequest request, KlingPlace place) =>
        place.IsNew ? JsonSerializer.SerializeToUtf8Bytes(New(request), _json) : JsonSerializer.SerializeToUtf8Bytes(Classic(request, place), _json);

    private static ClassicBody Classic(ProviderRequest request, KlingPlace place)
    {
        var camera = KlingCamera.Of(request);
        var images = place.IsForImages;
        return new()
        {
            Model = request.Model,
            Prompt = Prompt(request, camera),
            NegativePrompt = request.NegativePrompt,
            Mode = request.Grade,
            Duration = request.Duration?.ToString(CultureInfo.InvariantCulture),
            // A single picture decides the shape itself.
            AspectRatio = request.Kind == TaskKind.TextToVideo || images ? Shape(request) : null,
            Image = images ? null : File(request.Image),
            Images = images ? [.. new[] { request.Image }.OfType<ProviderAsset>().Concat(request.References).Select(image => new ListedImage(File(image)!))] : null,
            Camera = camera,
            Sound = request.Audio switch { true => "on", false => "off", null => null },
            CallbackUrl = request.CallbackUrl?.AbsoluteUri,
            ExternalTaskId = request.AttemptId,
        };
    }

    private static NewBody New(ProviderRequest request)
    {
        var (prompt, text) = (Prompt(request, null), request.Kind == TaskKind.TextToVideo);
        return new(
            text ? prompt : null,
            text ? null : [new("prompt", prompt, null), new("first_frame", null, File(request.Image))],
            new(
                request.Grade switch { "4k" => "4k", "pro" => "1080p", _ => "720p" },
                text ? Shape(request) : null,
                request.Duration,
                request.Audio == true ? "native" : "off",
                // Several shots are the default there; here one video is one shot.
                MultiShot: false),
            new(request.CallbackUrl?.AbsoluteUri, request.AttemptId));
    }

    // A move that cannot be a parameter was left out of the words all the same, where the model takes some as such.
    private static string Prompt(ProviderRequest request, CameraControl? camera) =>
        request.Camera is { } move && camera is null ? PromptComposer.Compose(request.Prompt, move, preserveIdentity: false, LongestPrompt) : request.Prompt;

    /// <summary>An address, or base64 without the head of a data URI, which is refused.</summary>
    private static string? File(ProviderAsset? asset) => asset is null ? null : asset.Url ?? Convert.ToBase64String(asset.Bytes.Span);

    private static string Shape(ProviderRequest request) => new FrameSize(request.Width, request.Height).NearestOf(_shapes).ToString();

    private sealed record ClassicBody
    {
        [JsonPropertyName("model_name")]
        public required string Model { get; init; }

        [JsonPropertyName("prompt")]
        public required string Prompt { get; init; }

        [JsonPropertyName("negative_prompt")]
        public string? NegativePrompt { get; init; }

        [JsonPropertyName("image")]
        public string? Image { get; init; }

        [JsonPropertyName("image_list")]
        public IReadOnlyList<ListedImage>? Images { get; init; }

        [JsonPropertyName("mode")]
        public string? Mode { get; init; }

        /// <summary>A text: the number is refused.</summary>
        [JsonPropertyName("duration")]
        public string? Duration { get; init; }

        [JsonPropertyName("aspect_ratio")]
        public string? AspectRatio { get; init; }

        [JsonPropertyName("camera_control")]
        public CameraControl? Camera { get; init; }

        [JsonPropertyName("sound")]
        public string? Sound { get; init; }

        [JsonPropertyName("callback_url")]
        public string? CallbackUrl { get; init; }

        [JsonPropertyName("external_task_id")]
        public required string ExternalTaskId { get; init; }
    }

    private sealed record ListedImage([property: JsonPropertyName("image")] string Image);

    private sealed record NewBody(
        [property: JsonPropertyName("prompt")] string? Prompt,
        [property: JsonPropertyName("contents")] IReadOnlyList<Content>? Contents,
        [property: JsonPropertyName("settings")] NewSettings Settings,
        [property: JsonPropertyName("options")] NewOptions Options);

    private sealed record Content(
        [property: JsonPropertyName("type")] string Type,
        [property: JsonPropertyName("text")] string? Text,
        [property: JsonPropertyName("url")] string? Url);

    private sealed record NewSettings(
        [property: JsonPropertyName("resolution")] string Resolution,
        [property: JsonPropertyName("aspect_ratio")] string? AspectRatio,
        [property: JsonPropertyName("duration")] int? Duration,
        [property: JsonPropertyName("audio")] string Audio,
        [property: JsonPropertyName("multi_shot")] bool MultiShot);

    private sealed record NewOptions(
        [property: JsonPropertyName("callback_url")] string? CallbackUrl,
        [property: JsonPropertyName("external_task_id")] string ExternalTaskId);
}
