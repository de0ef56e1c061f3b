using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Functions.Stores;

/// <summary>How long files are kept, from the moment they are stored.</summary>
public sealed class RetentionOptions
{
    /// <summary>Days a video is kept, with its thumbnail and what else was made of it; 0 for ever.</summary>
    [ConfigurationKeyName("VIDEO_DAYS")]
    [Range(0, 36500, ErrorMessage = "VIDEO_DAYS must be from 0 to 36500.")]
    public int VideoDays { get; init; }

    /// <summary>Days an upload is kept; 0 for ever.</summary>
    [ConfigurationKeyName("UPLOAD_DAYS")]
    [Range(0, 36500, ErrorMessage = "UPLOAD_DAYS must be from 0 to 36500.")]
    public int UploadDays { get; init; } = 7;

    /// <summary>Days an image or video that came with a start is kept; 0 for ever. A job may wait this long before it needs it.</summary>
    [ConfigurationKeyName("INPUT_DAYS")]
    [Range(0, 36500, ErrorMessage = "INPUT_DAYS must be from 0 to 36500.")]
    public int InputDays { get; init; } = 30;

    /// <summary>The end of a time that begins now; null for ever.</summary>
    public static DateTimeOffset? After(DateTimeOffset now, int days) => days == 0 ? null : now.AddDays(days);
}
