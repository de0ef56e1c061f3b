using System.Text.Json.Serialization;

namespace VideoGen.Domain.Media;

/// <summary>What a video really is: its size and length as shown, upright and stretched as the file says.</summary>
public sealed record MediaFacts(int Width, int Height, double DurationSeconds, double? Fps, string? Codec)
{
    /// <summary><c>mp4</c>, <c>mov</c> or <c>webm</c>.</summary>
    public string Container { get; init; } = "mp4";

    /// <summary>Null where there is no sound.</summary>
    public string? AudioCodec { get; init; }

    /// <summary>Degrees clockwise that a player turns the picture by.</summary>
    public int Rotation { get; init; }

    /// <summary>Whether its brightness needs a screen of high dynamic range (PQ or HLG).</summary>
    public bool Hdr { get; init; }

    /// <summary>Whether every player can show the picture: eight bits and colour at half the resolution, as H.264 up to its High profile has them.</summary>
    public bool IsCommon { get; init; } = true;

    /// <summary>Whether it can be shown while it is still arriving.</summary>
    public bool IndexFirst { get; init; } = true;
}

/// <summary>What is wrong with a file, if anything.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MediaCondition>))]
public enum MediaCondition
{
    [JsonStringEnumMemberName("sound")]
    Sound,

    /// <summary>There is not one byte.</summary>
    [JsonStringEnumMemberName("empty")]
    Empty,

    /// <summary>The file ends before its contents do.</summary>
    [JsonStringEnumMemberName("truncated")]
    Truncated,

    /// <summary>It begins as a video, but makes no sense.</summary>
    [JsonStringEnumMemberName("damaged")]
    Damaged,

    /// <summary>A file without a picture: sound alone, say.</summary>
    [JsonStringEnumMemberName("no_picture")]
    NoPicture,

    /// <summary>A video in which nothing ever happens.</summary>
    [JsonStringEnumMemberName("zero_length")]
    ZeroLength,

    [JsonStringEnumMemberName("not_a_video")]
    NotAVideo,

    /// <summary>Nothing here can tell.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}
