using System.Security.Cryptography;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;
using VideoGen.Functions.Insight;
using VideoGen.Functions.Media;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Jobs;

/// <summary>Brings a stored video into the form that was asked for; the new file takes the old one's place.</summary>
/// <remarks>
/// A second run finds the new file by its notes and returns its facts. Never fails the job: until the new file is whole and
/// stored, the old one stays; when there will be none, it is said why.
/// </remarks>
public sealed partial class TranscodeVideo(VideoBlobs blobs, IMedia media, TimeProvider clock, ILogger<TranscodeVideo> logger)
{
    private const string Done = "transcoded";

    [Function(nameof(TranscodeVideo))]
    public async Task<TranscodedVideo> Run([ActivityTrigger] TranscodeVideoInput input, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        using var span = Telemetry.Start(nameof(TranscodeVideo), input.JobId);
        var name = VideoBlobs.VideoName(input.User, input.JobId, input.Index);
        if (await blobs.FindAsync(name, ct) is not { } found || await blobs.OpenAsync(name, ct) is not { } video) return new(null, "the file is gone");

        await using var content = video.Content;
        if (found.Notes.ContainsKey(Done) && await blobs.FindSealedAsync(name, input.TaskId, ct) is { } earlier)
        {
            return new(StoredVideo.Of(earlier, await media.ProbeAsync(content, ct)), null);
        }

        using var calledOff = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var teller = new ProgressTeller(client, clock, input.JobId, input.Index, calledOff);
        await using var made = await TryAsync(content, input, teller.Tell, calledOff.Token, ct);
        await teller.DoneAsync();
        if (made.Content is not { } result)
        {
            LogKept(input.JobId, input.Index, made.Failure!);
            return new(null, made.Failure);
        }

        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(result, ct));
        var reading = await media.ProbeAsync(result, ct);
        var size = result.Length;
        result.Position = 0;
        await blobs.WriteAsync(
            name, result, MediaType.Mp4, found.ExpiresAt, ct, new Dictionary<string, string>(VideoBlobs.Seal(input.TaskId, sha256)) { [Done] = "1" });
        return new(StoredVideo.Of(new(size, sha256, MediaType.Mp4, found.ExpiresAt), reading), null);
    }

    private async Task<MadeFile> TryAsync(Stream content, TranscodeVideoInput input, Action<double> tell, CancellationToken calledOff, CancellationToken ct)
    {
        try
        {
            return await media.TranscodeAsync(content, input.Source, input.Spec, tell, calledOff);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return MadeFile.Failed("the job was called off");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Video {Index} of job {JobId} stays as it was made: {Why}")]
    private partial void LogKept(JobId jobId, int index, string why);

    /// <summary>Tells the job now and then how far it has come, and learns from it whether it was called off.</summary>
    private sealed class ProgressTeller(DurableTaskClient client, TimeProvider clock, JobId job, int index, CancellationTokenSource calledOff)
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

        private long _told = clock.GetTimestamp();
        private Task _telling = Task.CompletedTask;

        public void Tell(double part)
        {
            if (!_telling.IsCompleted || clock.GetElapsedTime(_told) < Pause) return;

            _told = clock.GetTimestamp();
            _telling = TellAsync(part);
        }

        public Task DoneAsync() => _telling;

        private async Task TellAsync(double part)
        {
            try
            {
                await client.RaiseEventAsync(job.Value, Names.Progress, new VideoProgress
                {
                    Index = index,
                    Stage = Stage.Transcoding,
                    Percent = Stages.Percent(Stage.Transcoding, part),
                });
                var standing = await client.GetInstanceAsync(job.Value, getInputsAndOutputs: true);
                if (standing?.ReadCustomStatusAs<JobProgress>() is { Canceling: true }) await calledOff.CancelAsync();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // A bar that stands still is no reason to stop the work; what the client throws differs between runtimes.
            }
        }
    }
}

public sealed record TranscodeVideoInput(string User, JobId JobId, int Index, string TaskId, MediaFacts Source, TranscodeSpec Spec);

/// <summary>The file in its new form; or why the old one stays.</summary>
public sealed record TranscodedVideo(StoredVideo? Stored, string? Failure);

public static class TranscodeVideoCall
{
    public static Task<TranscodedVideo> TranscodeVideo(this TaskOrchestrationContext context, TranscodeVideoInput input) =>
        context.CallActivityAsync<TranscodedVideo>(nameof(TranscodeVideo), input, Retry.Passing);
}
