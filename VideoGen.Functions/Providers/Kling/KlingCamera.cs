using System.Text.Json.Serialization;
using VideoGen.Domain.Catalog;

namespace VideoGen.Functions.Providers.Kling;

/// <summary>A camera move in Kling's terms, which are not those of film.</summary>
/// <remarks>Its <c>pan</c> turns up and down, its <c>tilt</c> left and right, and a negative <c>zoom</c> goes in.</remarks>
internal static class KlingCamera
{
    private const int Strength = 5;

    /// <summary>Null when words must do: the model takes no such parameter, or the parameter knows no such move.</summary>
    public static CameraControl? Of(ProviderRequest request) => TakesControl(request) ? Of(request.Camera) : null;

    public static CameraControl? Of(string? move) => move switch
    {
        "zoom_in" => Simple(new() { Zoom = -Strength }),
        "zoom_out" => Simple(new() { Zoom = Strength }),
        "pan_left" => Simple(new() { Tilt = -Strength }),
        "pan_right" => Simple(new() { Tilt = Strength }),
        "tilt_up" => Simple(new() { Pan = Strength }),
        "tilt_down" => Simple(new() { Pan = -Strength }),
        "crane_up" => Simple(new() { Vertical = Strength }),
        "crane_down" => Simple(new() { Vertical = -Strength }),
        _ => null,
    };

    private static bool TakesControl(ProviderRequest request) => request is
    { Model: "kling-v1", Kind: TaskKind.TextToVideo, Grade: null or "std", Duration: 5, References: [] } or
    { Model: "kling-v1-5", Kind: TaskKind.ImageToVideo, Grade: "pro", Duration: 5, References: [] };

    private static CameraControl Simple(CameraConfig config) => new("simple", config);
}

internal sealed record CameraControl([property: JsonPropertyName("type")] string Type, [property: JsonPropertyName("config")] CameraConfig Config);

/// <summary>Exactly one is not zero.</summary>
internal sealed record CameraConfig
{
    [JsonPropertyName("horizontal")]
    public int Horizontal { get; init; }

    [JsonPropertyName("vertical")]
    public int Vertical { get; init; }

    [JsonPropertyName("pan")]
    public int Pan { get; init; }

    [JsonPropertyName("tilt")]
    public int Tilt { get; init; }

    [JsonPropertyName("roll")]
    public int Roll { get; init; }

    [JsonPropertyName("zoom")]
    public int Zoom { get; init; }
}
