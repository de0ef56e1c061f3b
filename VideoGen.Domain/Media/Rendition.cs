using System.Text.Json.Serialization;

namespace VideoGen.Domain.Media;

/// <summary>What else can be made of a video.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Rendition>))]
public enum Rendition
{
    /// <summary>VP9 and Opus.</summary>
    [JsonStringEnumMemberName("webm")]
    WebM,

    /// <summary>A small moving picture without sound.</summary>
    [JsonStringEnumMemberName("gif")]
    Gif,

    /// <summary>Many small pictures on one sheet; see <see cref="SpriteLayout"/>.</summary>
    [JsonStringEnumMemberName("sprites")]
    Sprites,
}
