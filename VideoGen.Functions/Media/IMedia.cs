using VideoGen.Domain.Media;

namespace VideoGen.Functions.Media;

/// <summary>What needs a media tool. Everything here is optional to a job: without the tool it says so and goes on.</summary>
public interface IMedia
{
    /// <summary>Null when the tool is there; else why it is not.</summary>
    string? Unavailable { get; }

    /// <summary>Reads what a video really is, tool or none; null when it is no whole MP4.</summary>
    /// <param name="video">Must be able to seek; read from its start.</param>
    /// <param name="ct">Ends it.</param>
    Task<MediaFacts?> ProbeAsync(Stream video, CancellationToken ct);

    /// <summary>The first frame as JPEG, quality 85: 1280x720 for 16:9, other shapes with the longer side 1280; null when there is none to be had.</summary>
    /// <param name="video">Must be able to seek; read from its start, and no further than needed.</param>
    /// <param name="ct">Ends it.</param>
    Task<byte[]?> ExtractThumbnailAsync(Stream video, CancellationToken ct);
}
