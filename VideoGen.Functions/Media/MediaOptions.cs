using Microsoft.Extensions.Configuration;

namespace VideoGen.Functions.Media;

/// <summary>Where the media tool is.</summary>
public sealed class MediaOptions
{
    /// <summary>The ffmpeg to run; when unset, the one shipped as <c>tools/ffmpeg</c> beside the app, else the one on the PATH.</summary>
    [ConfigurationKeyName("FFMPEG_PATH")]
    public string? FfmpegPath { get; init; }
}
