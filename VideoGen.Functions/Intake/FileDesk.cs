using Microsoft.DurableTask.Client;
using VideoGen.Domain;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Jobs;
using VideoGen.Functions.Media;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Intake;

/// <summary>The files of a job, and what is made of them when somebody asks. Another's job is one that does not exist.</summary>
public sealed class FileDesk(JobStore jobs, VideoBlobs blobs, IMedia media, TimeProvider clock)
{
    // A caller gets the file in the same answer when it is made so soon.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <exception cref="ProblemException">There is no such video, or not yet, or no longer.</exception>
    public async Task<FoundVideo> FindAsync(Caller caller, string? id, int index, CancellationToken ct)
    {
        var job = JobId.TryParse(id) is { } jobId && await jobs.FindAsync(caller.User, jobId, ct) is { } stored
            ? stored.Job
            : throw Errors.NotFound("There is no such job.");
        var video = job.Videos.FirstOrDefault(made => made.Index == index && made.IsStored)
            ?? throw Errors.NotFound(job.IsOver ? $"The job has no video {index}." : "The video is not there yet.");
        return video.ExpiresAt <= clock.GetUtcNow()
            ? throw Errors.NotFound($"The video was kept until {video.ExpiresAt:yyyy-MM-dd HH:mm} UTC.")
            : new(job.User, job.Id, video);
    }

    /// <summary>Null when there is no thumbnail.</summary>
    public async Task<StoredFile?> OpenAsync(string name, CancellationToken ct) => await blobs.OpenAsync(name, ct);

    /// <summary>The origin of the addresses that <see cref="SignAsync"/> gives; null where it gives none.</summary>
    public string? SignedOrigin => blobs.SignedOrigin;

    /// <summary>Where a caller may fetch the file itself for a short while; null where the store cannot sign, or shall not.</summary>
    public Task<Uri?> SignAsync(string name, CancellationToken ct) => blobs.SignAsync(name, ct);

    /// <summary>A frame as JPEG; null when there is none at that place.</summary>
    public async Task<byte[]?> FrameAsync(FoundVideo found, double atSeconds, CancellationToken ct)
    {
        if (await blobs.OpenAsync(found.VideoName, ct) is not { } file) return null;

        await using var content = file.Content;
        return await media.ExtractThumbnailAsync(content, atSeconds, ct);
    }

    /// <summary>Has the rendition made unless it is there; null while it is still being made.</summary>
    /// <exception cref="ProblemException">It cannot be made.</exception>
    public async Task<StoredFile?> RenderAsync(FoundVideo found, Rendition rendition, DurableTaskClient client, CancellationToken ct)
    {
        var name = found.RenditionName(rendition);
        if (await blobs.OpenAsync(name, ct) is { } there) return there;
        if (media.Unavailable is { } missing) throw Errors.CannotBeMade(missing);

        var instance = await client.StartRenditionAsync(new(found.User, found.JobId, found.Video.Index, rendition), ct);
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            var end = await client.WaitForInstanceCompletionAsync(instance, getInputsAndOutputs: true, either.Token);
            if (end.RuntimeStatus == OrchestrationRuntimeStatus.Completed && end.ReadOutputAs<RenderedVideo>() is { Failure: { } why }) throw Errors.CannotBeMade(why);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }

        return await blobs.OpenAsync(name, ct);
    }
}

/// <summary>A stored video of a job.</summary>
public sealed record FoundVideo(string User, JobId JobId, Video Video)
{
    public string VideoName => VideoBlobs.VideoName(User, JobId, Video.Index);

    public string ThumbnailName => VideoBlobs.ThumbnailName(User, JobId, Video.Index);

    public string RenditionName(Rendition rendition) => VideoBlobs.RenditionName(User, JobId, Video.Index, rendition);
}
