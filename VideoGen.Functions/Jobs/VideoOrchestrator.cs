using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Jobs;

/// <summary>Makes one video of a job: through the candidates until one succeeds, into the store, and its thumbnail.</summary>
public static class VideoOrchestrator
{
    private const int FreshAddresses = 3;

    [Function(nameof(VideoOrchestrator))]
    public static async Task<VideoResult> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var plan = context.GetInput<VideoPlan>()!;
        var run = new VideoOrchestratorRun(context, plan);

        var verdict = await Generate(run, plan);
        var generated = context.CurrentUtcDateTime;
        if (verdict.Kind != VerdictKind.Succeeded)
        {
            await run.WaitOn(verdict);
            return run.Ended(verdict);
        }

        run.Tell(Stage.Downloading, "Downloading");
        var stored = await Store(context, run, plan, verdict);
        if (stored.Outcome != StoreOutcome.Stored) return run.Ended(Verdict.Failed(stored.Detail!, "output"));

        var downloaded = context.CurrentUtcDateTime;
        var spec = run.IsCanceled || stored.Facts is not { } source ? null : TranscodeRule.Decide(source, stored.SizeBytes, plan.Wish);
        stored = spec is null ? stored : await Transcode(context, run, plan, stored, spec);
        var transcoded = context.CurrentUtcDateTime;

        run.Tell(Stage.Thumbnail, "Making the thumbnail");
        var thumbnail = await Thumbnail(context, plan);
        return run.Stored(stored, thumbnail, generated) with
        {
            DownloadSeconds = VideoOrchestratorRun.Seconds(generated, downloaded),
            TranscodeSeconds = spec is null ? null : VideoOrchestratorRun.Seconds(downloaded, transcoded),
        };
    }

    private static async Task<Verdict> Generate(VideoOrchestratorRun run, VideoPlan plan)
    {
        var verdict = await run.Try(plan.Candidates[0], plan.WhySimulated);
        foreach (var candidate in plan.Candidates.Skip(1))
        {
            if (!Fallback.MayGoOn(verdict)) break;

            if (Fallback.MayFollow(candidate, verdict))
            {
                verdict = await run.Try(candidate, candidate.IsSimulation() ? Fallback.WhySimulated(verdict.Kind) : null);
            }
        }

        return verdict;
    }

    // An address that expired is asked for again, at the pace of any other look.
    private static async Task<StoredVideo> Store(TaskOrchestrationContext context, VideoOrchestratorRun run, VideoPlan plan, Verdict verdict)
    {
        for (var fresh = 0; ; fresh++)
        {
            var stored = await StoreOnce(context, new(
                plan.User, plan.JobId, plan.Index, run.Candidate.Provider, verdict.Key!, run.Made!.Id, verdict.Outputs[0]));
            if (stored.Outcome != StoreOutcome.Expired || fresh == FreshAddresses) return stored;

            await context.Wait(Polling.RestSeconds);
            var again = await context.CheckProviderTask(new(run.Candidate.Provider, run.Made!, verdict.Key!, plan.JobId));
            verdict = again.Kind == VerdictKind.Succeeded ? again with { Key = verdict.Key } : verdict;
        }
    }

    private static async Task<StoredVideo> StoreOnce(TaskOrchestrationContext context, StoreVideoInput input)
    {
        try
        {
            return await context.StoreVideo(input);
        }
        catch (TaskFailedException e) when (e.FailureDetails.IsCausedBy<TransientException>())
        {
            return StoredVideo.Unusable("The output could not be fetched, however often it was tried.");
        }
    }

    // Never fails the video either: what cannot be brought into the form asked for stays as it was made.
    private static async Task<StoredVideo> Transcode(
        TaskOrchestrationContext context, VideoOrchestratorRun run, VideoPlan plan, StoredVideo stored, TranscodeSpec spec)
    {
        run.Tell(Stage.Transcoding, "Transcoding");
        try
        {
            var made = await context.TranscodeVideo(new(plan.User, plan.JobId, plan.Index, run.Made!.Id, stored.Facts!, spec));
            if (made.Stored is { } better) return better;

            run.KeptAsMade(spec, made.Failure!);
        }
        catch (TaskFailedException)
        {
            run.KeptAsMade(spec, "it broke off");
        }

        return stored;
    }

    // Never fails the video: what goes wrong here is only a missing picture.
    private static async Task<ExtractedThumbnail> Thumbnail(TaskOrchestrationContext context, VideoPlan plan)
    {
        try
        {
            return await context.ExtractThumbnail(new(plan.User, plan.JobId, plan.Index));
        }
        catch (TaskFailedException)
        {
            return new(false);
        }
    }
}
