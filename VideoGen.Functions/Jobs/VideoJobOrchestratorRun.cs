using Microsoft.DurableTask;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Webhooks;

namespace VideoGen.Functions.Jobs;

/// <summary>The videos of a job while they are made: what they report becomes the job's status, and a cancel is passed on to them.</summary>
internal sealed class VideoJobOrchestratorRun(TaskOrchestrationContext context, JobPlan plan)
{
    // Whoever is told is not told more often.
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(5);

    private readonly ProgressBoard _board = new(plan.Request.Count);
    private readonly Task<CancelRequest> _cancel = context.WaitForExternalEvent<CancelRequest>(Names.Cancel);

    private JobStatus _recorded = JobStatus.Queued;
    private bool _isFollowed;
    private int _told;
    private DateTime _toldAt;

    public bool IsCanceled => _cancel.IsCompleted;

    public async Task TellStart()
    {
        _toldAt = context.CurrentUtcDateTime;
        _isFollowed = await context.PublishProgress(plan, VideoEvents.Started, 0, Show());
    }

    public async Task<IReadOnlyList<VideoResult>> MakeVideos(string scene)
    {
        if (IsCanceled) return [];

        var videos = Task.WhenAll(Enumerable.Range(0, plan.Request.Count).Select(index => MakeVideo(index, scene)));
        var report = context.WaitForExternalEvent<VideoProgress>(Names.Progress);
        while (!videos.IsCompleted)
        {
            await Task.WhenAny(_board.Canceling ? [videos, report] : [videos, report, _cancel]);
            if (report.IsCompleted)
            {
                _board.Take(await report);
                report = context.WaitForExternalEvent<VideoProgress>(Names.Progress);
                var progress = Show();
                await Record(progress);
                await Tell(progress);
            }

            if (_cancel.IsCompleted && !_board.Canceling)
            {
                await PassOnCancel();
            }
        }

        return await videos;
    }

    public JobProgress Show()
    {
        var progress = _board.Show();
        context.SetCustomStatus(progress);
        return progress;
    }

    public void Show(JobOutcome end)
    {
        var last = _board.Show();
        var isDone = end.Status == JobStatus.Completed;
        context.SetCustomStatus(last with
        {
            Status = end.Status,
            Stage = isDone ? Stage.Done : last.Stage,
            Progress = isDone ? 100 : last.Progress,
            Message = end.Message,
            Held = [],
        });
    }

    // One video that breaks does not take the others with it.
    private async Task<VideoResult> MakeVideo(int index, string scene)
    {
        try
        {
            return await context.CallSubOrchestratorAsync<VideoResult>(
                nameof(VideoOrchestrator), plan.PartOf(index, scene), new TaskOptions().WithInstanceId(Names.Video(plan.JobId, index)));
        }
        catch (TaskFailedException)
        {
            return VideoResult.Broken(index);
        }
    }

    // The record follows the status only; the steps between are read from the custom status.
    private async Task Record(JobProgress progress)
    {
        if (progress.Status == _recorded) return;

        _recorded = progress.Status;
        try
        {
            await context.RecordProgress(new(plan.User, plan.JobId, progress));
        }
        catch (TaskFailedException)
        {
            // A list shows it a little late; the videos are made all the same.
        }
    }

    private async Task Tell(JobProgress progress)
    {
        if (!_isFollowed || context.CurrentUtcDateTime - _toldAt < TellEvery) return;

        _toldAt = context.CurrentUtcDateTime;
        await context.PublishProgress(plan, VideoEvents.Progress, ++_told, progress);
    }

    private async Task PassOnCancel()
    {
        _board.Canceling = true;
        Show();
        foreach (var index in Enumerable.Range(0, plan.Request.Count))
        {
            context.SendEvent(Names.Video(plan.JobId, index), Names.Cancel, await _cancel);
        }
    }
}
