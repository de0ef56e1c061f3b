using VideoGen.Domain.Media;

namespace VideoGen.Functions.Media;

/// <summary>What needs a media tool. Everything here is optional to a job: without the tool it says so and goes on.</summary>
/// <remarks>Every video given must be able to seek; it is read from its start.</remarks>
public interface IMedia
{
    /// <summary>Null when the tool is there; else why it is not.</summary>
    string? Unavailable { get; }

    /// <summary>Reads what a video really is, tool or none.</summary>
    Task<MediaReading> ProbeAsync(Stream video, CancellationToken ct);

    /// <summary>
    /// A frame as JPEG, quality 85: 1280x720 for 16:9, other shapes with the longer side 1280; null when there is none to be had.
    /// No more is read than needed.
    /// </summary>
    /// <param name="video">An MP4.</param>
    /// <param name="atSeconds">Where; null for the first frame.</param>
    /// <param name="ct">Ends it.</param>
    Task<byte[]?> ExtractThumbnailAsync(Stream video, double? atSeconds, CancellationToken ct);

    /// <summary>Writes the video anew.</summary>
    /// <param name="video">A sound one.</param>
    /// <param name="source">What it is.</param>
    /// <param name="spec">What it shall become.</param>
    /// <param name="progress">Told how far it has come, 0 to 1.</param>
    /// <param name="ct">Ends it, and the tool.</param>
    Task<MadeFile> TranscodeAsync(Stream video, MediaFacts source, TranscodeSpec spec, Action<double> progress, CancellationToken ct);

    /// <summary>Makes something else of the video.</summary>
    Task<MadeFile> RenderAsync(Stream video, MediaFacts source, Rendition rendition, CancellationToken ct);
}

/// <summary>What came of reading a file as a video.</summary>
/// <param name="Facts">Null when it is none, or not whole.</param>
/// <param name="Condition">What is wrong with it, if anything.</param>
/// <param name="Problem">Why there are no facts.</param>
public sealed record MediaReading(MediaFacts? Facts, MediaCondition Condition, string? Problem);

/// <summary>A file that was made, or why there is none. Its place goes when it is disposed.</summary>
public sealed record MadeFile(Stream? Content, string? Failure) : IAsyncDisposable
{
    public static MadeFile Failed(string why) => new(null, why);

    public ValueTask DisposeAsync() => Content?.DisposeAsync() ?? ValueTask.CompletedTask;
}
