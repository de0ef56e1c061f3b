namespace VideoGen.Domain.Media;

/// <summary>What is done to a file to make it what was asked.</summary>
/// <param name="KeepPicture">The picture is as asked: only the file around it is written anew.</param>
/// <param name="KeepSound">The sound needs no coding anew.</param>
/// <param name="Width">Null to keep the size.</param>
/// <param name="Fps">Null to keep the rate.</param>
/// <param name="Fit">How the picture comes into a frame of another shape.</param>
/// <param name="Quality">low, medium or high.</param>
/// <param name="ToneMap">The brightness is brought down to what every screen can show.</param>
public sealed record TranscodeSpec(bool KeepPicture, bool KeepSound, int? Width, int? Height, int? Fps, string Fit, string Quality, bool ToneMap)
{
    /// <summary>In a few words, for the caller.</summary>
    public override string ToString() => string.Join(", ", ((string?[])
    [
        "H.264 in MP4",
        Width is null ? null : $"{Width}:{Height} by {Fit}",
        Fps is null ? null : $"{Fps} frames a second",
        ToneMap ? "without HDR" : null,
        KeepPicture ? null : $"quality {Quality}",
    ]).OfType<string>());
}

/// <summary>Says whether a file must be transcoded, and into what: H.264 and AAC in an MP4 that can be shown while it arrives.</summary>
public static class TranscodeRule
{
    private const string High = "high";

    // A rate such as 29.97 is 30 to a caller.
    private const double SameRate = 0.5;

    /// <summary>Bits for each pixel of each frame, from which on a file is not yet what that quality asks for.</summary>
    private static readonly Dictionary<string, double> MostBits = new() { ["low"] = 0.06, ["medium"] = 0.15, [High] = double.PositiveInfinity };

    /// <summary>Null when the file is as asked. Without a wish, anything every player can show is.</summary>
    public static TranscodeSpec? Decide(MediaFacts source, long sizeBytes, DeliveryWish? wish)
    {
        var otherSize = wish is { Width: { } width, Height: { } height } && (width, height) != (source.Width, source.Height);
        var otherRate = wish?.Fps is { } fps && !(source.Fps is { } rate && Math.Abs(rate - fps) <= SameRate);
        var keepPicture = source is { Codec: "h264", IsCommon: true, Hdr: false } && !otherSize && !otherRate && !IsTooLarge(source, sizeBytes, wish?.Quality);
        var keepSound = source.AudioCodec is null or "aac";
        var isAsAsked = keepPicture && keepSound && source.Container == "mp4" && (wish is null || source.IndexFirst);
        return isAsAsked ? null : new(
            keepPicture,
            keepSound,
            otherSize ? wish!.Width : null,
            otherSize ? wish!.Height : null,
            otherRate ? wish!.Fps : null,
            wish?.Fit ?? Fit.Whole,
            wish?.Quality ?? High,
            source.Hdr);
    }

    private static bool IsTooLarge(MediaFacts source, long sizeBytes, string? quality)
    {
        if (quality is null || source is { DurationSeconds: 0 } or { Fps: null }) return false;

        var pixels = source.DurationSeconds * source.Fps.Value * source.Width * source.Height;
        return sizeBytes * 8 / pixels > MostBits[quality];
    }
}
