using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Jobs;

/// <summary>Adds a result that came late to the record of its job, and its cost to the numbers.</summary>
/// <remarks>A second run finds it there and changes nothing.</remarks>
public sealed class KeepLateVideo(JobStore jobs, JobEnd end, VideoBlobs blobs, TimeProvider clock)
{
    [Function(nameof(KeepLateVideo))]
    public async Task Run([ActivityTrigger] KeepLateVideoInput input, CancellationToken ct)
    {
        var job = await jobs.ChangeAsync(input.User, input.JobId, job => WithLate(job, input), ct);
        if (job is null)
        {
            // Deleted meanwhile: nobody would ever find the files.
            await blobs.DeleteAsync(input.User, input.JobId, ct);
        }
        else if (input.Hop is { Provider: var provider, Cost: { } usd and > 0 })
        {
            await end.AddLateAsync(job, input.Video.Index, provider, usd, ct);
        }
    }

    // The end of a job replaces its videos, so a late one comes after it.
    private Job WithLate(Job job, KeepLateVideoInput input) => job.IsOver
        ? job.With(input.Video, input.Hop, clock.GetUtcNow())
        : throw new TransientException("The other videos of the job are still being made.");
}

public sealed record KeepLateVideoInput(string User, JobId JobId, Video Video, TraceEntry Hop);

public static class KeepLateVideoCall
{
    public static Task KeepLateVideo(this TaskOrchestrationContext context, KeepLateVideoInput input) =>
        context.CallActivityAsync(nameof(KeepLateVideo), input, Retry.Persistent);
}
