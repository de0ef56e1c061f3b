using System.Text.Json.Serialization;

namespace VideoGen.Domain.Catalog;

/// <summary>What a model makes out of what.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskKind>))]
public enum TaskKind
{
    [JsonStringEnumMemberName("text-to-image")]
    TextToImage,

    [JsonStringEnumMemberName("text-to-video")]
    TextToVideo,

    [JsonStringEnumMemberName("image-to-video")]
    ImageToVideo,

    [JsonStringEnumMemberName("video-to-video")]
    VideoToVideo,
}
