using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Webhooks;

namespace VideoGen.Functions.Jobs;

/// <summary>One job from its plan to its closed record: enhance the prompt, make the videos side by side, complete, tell.</summary>
public static partial class VideoJobOrchestrator
{
    [Function(nameof(VideoJobOrchestrator))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var plan = context.GetInput<JobPlan>()!;
        var started = context.CurrentUtcDateTime;
        var run = new VideoJobOrchestratorRun(context, plan);
        await run.TellStart();

        JobOutcome outcome;
        try
        {
            var request = plan.Request;
            var scene = await context.EnhancePrompt(
                new(new(request.Prompt!, request.Style, request.Theme, request.Platform, request.ContentType), request.EnhancePrompt));
            var enhanced = context.CurrentUtcDateTime;

            outcome = JobOutcome.Of(await run.MakeVideos(scene.Scene), run.IsCanceled)
                .WithScene(scene.Scene == request.Prompt ? null : scene.Scene, scene.WhyComposed, plan.Candidates[0].Adapted);
            outcome = outcome with { Timings = outcome.Timings with { Enhance = Seconds(started, enhanced) } };
        }
        catch (TaskFailedException broken)
        {
            // The top of the pipeline: whatever broke, the job is closed, and the history keeps the cause.
            LogBroken(context.CreateReplaySafeLogger(nameof(VideoJobOrchestrator)), broken, plan.JobId);
            outcome = JobOutcome.Failed("An internal fault ended the job.");
        }

        var total = outcome.Timings with
        {
            Queued = Seconds(plan.CreatedAt.UtcDateTime, started),
            Total = Seconds(plan.CreatedAt.UtcDateTime, context.CurrentUtcDateTime),
        };
        await context.CompleteJob(new(plan.User, plan.JobId, outcome with { Timings = total }));
        run.Show(outcome);
        await context.PublishEnd(plan);
    }

    private static double Seconds(DateTime from, DateTime to) => Math.Max(0, Math.Round((to - from).TotalSeconds, 1));

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {JobId} broke off")]
    private static partial void LogBroken(ILogger logger, Exception exception, JobId jobId);
}
