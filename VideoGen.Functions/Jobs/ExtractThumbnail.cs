using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Insight;
using VideoGen.Functions.Media;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Jobs;

/// <summary>Makes the thumbnail of a stored video.</summary>
/// <remarks>A second run stores the same picture again. Never fails the job: without a media tool it says so.</remarks>
public sealed class ExtractThumbnail(VideoBlobs blobs, IMedia media)
{
    [Function(nameof(ExtractThumbnail))]
    public async Task<ExtractedThumbnail> Run([ActivityTrigger] ExtractThumbnailInput input, CancellationToken ct)
    {
        using var span = Telemetry.Start(nameof(ExtractThumbnail), input.JobId);
        var name = VideoBlobs.VideoName(input.User, input.JobId, input.Index);
        if (await blobs.FindAsync(name, ct) is not { } stored || await blobs.OpenAsync(name, ct) is not { } video) return new(false);

        await using var content = video.Content;
        if (await media.ExtractThumbnailAsync(content, null, ct) is not { } picture) return new(false);

        using var jpeg = new MemoryStream(picture);
        await blobs.WriteAsync(VideoBlobs.ThumbnailName(input.User, input.JobId, input.Index), jpeg, MediaType.Jpeg, stored.ExpiresAt, ct);
        return new(true);
    }
}

public sealed record ExtractThumbnailInput(string User, JobId JobId, int Index);

public sealed record ExtractedThumbnail(bool IsAvailable);

public static class ExtractThumbnailCall
{
    public static Task<ExtractedThumbnail> ExtractThumbnail(this TaskOrchestrationContext context, ExtractThumbnailInput input) =>
        context.CallActivityAsync<ExtractedThumbnail>(nameof(ExtractThumbnail), input, Retry.Passing);
}
