using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;
using VideoGen.Functions.Media;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Jobs;

/// <summary>Makes something else of a stored video, and keeps it beside the video for as long as that is kept.</summary>
/// <remarks>A second run finds the file and makes nothing.</remarks>
public sealed class RenderVideo(VideoBlobs blobs, IMedia media)
{
    [Function(nameof(RenderVideo))]
    public async Task<RenderedVideo> Run([ActivityTrigger] RenderVideoInput input, CancellationToken ct)
    {
        var name = VideoBlobs.RenditionName(input.User, input.JobId, input.Index, input.Rendition);
        if (await blobs.FindAsync(name, ct) is not null) return new(null);

        var video = VideoBlobs.VideoName(input.User, input.JobId, input.Index);
        if (await blobs.FindAsync(video, ct) is not { } found || await blobs.OpenAsync(video, ct) is not { } file) return new("the video is gone");

        await using var content = file.Content;
        var reading = await media.ProbeAsync(content, ct);
        if (reading.Facts is not { } facts) return new(reading.Problem);

        await using var made = await media.RenderAsync(content, facts, input.Rendition, ct);
        if (made.Content is not { } result) return new(made.Failure);

        await blobs.WriteAsync(name, result, TypeOf(input.Rendition), found.ExpiresAt, ct);
        return new(null);
    }

    private static string TypeOf(Rendition rendition) => rendition switch
    {
        Rendition.WebM => MediaType.WebM,
        Rendition.Gif => "image/gif",
        _ => MediaType.Jpeg,
    };
}

public sealed record RenderVideoInput(string User, JobId JobId, int Index, Rendition Rendition);

/// <summary>Null when the file is there; else why not.</summary>
public sealed record RenderedVideo(string? Failure);

public static class RenderVideoCall
{
    public static Task<RenderedVideo> RenderVideo(this TaskOrchestrationContext context, RenderVideoInput input) =>
        context.CallActivityAsync<RenderedVideo>(nameof(RenderVideo), input, Retry.Passing);
}
