using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;
using VideoGen.Functions.Media;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Jobs;

/// <summary>Makes the thumbnail of a stored video, and reads what the video really is.</summary>
/// <remarks>A second run stores the same picture again. Never fails the job: without a media tool it says so.</remarks>
public sealed class ExtractThumbnail(VideoBlobs blobs, IMedia media)
{
    [Function(nameof(ExtractThumbnail))]
    public async Task<ExtractedThumbnail> Run([ActivityTrigger] ExtractThumbnailInput input, CancellationToken ct)
    {
        var name = VideoBlobs.VideoName(input.User, input.JobId, input.Index);
        if (await blobs.FindAsync(name, ct) is not { } stored || await blobs.OpenAsync(name, ct) is not { } video) return new(false, null);

        await using var content = video.Content;
        var facts = await media.ProbeAsync(content, ct);
        if (await media.ExtractThumbnailAsync(content, ct) is not { } picture) return new(false, facts);

        using var jpeg = new MemoryStream(picture);
        await blobs.WriteAsync(VideoBlobs.ThumbnailName(input.User, input.JobId, input.Index), jpeg, MediaType.Jpeg, stored.ExpiresAt, ct);
        return new(true, facts);
    }
}

public sealed record ExtractThumbnailInput(string User, JobId JobId, int Index);

public sealed record ExtractedThumbnail(bool IsAvailable, MediaFacts? Facts);

public static class ExtractThumbnailCall
{
    public static Task<ExtractedThumbnail> ExtractThumbnail(this TaskOrchestrationContext context, ExtractThumbnailInput input) =>
        context.CallActivityAsync<ExtractedThumbnail>(nameof(ExtractThumbnail), input, Retry.Passing);
}
