using VideoGen.Cli.Screen;

namespace VideoGen.Cli.Service;

/// <summary>Follows a job to its end: by its stream, and where there is none, by looking as often as the service says.</summary>
/// <remarks>A service that goes away is waited for, as the job goes on when it comes back.</remarks>
internal sealed class JobWatch(Api api, Terminal terminal)
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WaitForService = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromMinutes(5);

    /// <summary>What was seen last; null as long as nothing was.</summary>
    public Answer<JobView>? Last { get; private set; }

    /// <summary>The job when it is over, or waits for somebody to decide.</summary>
    public async Task<Answer<JobView>> FollowAsync(string id, CancellationToken ct)
    {
        Last = await api.ShowAsync(id, ct);
        using var progress = terminal.NewProgress();
        Show(progress, Last.Value);
        for (DateTimeOffset? gone = null; Last.Value.GoesOn;)
        {
            try
            {
                if (!await SawEndAsync(progress, id, ct)) await Task.Delay(Wait(Last.RetryAfter), ct);
                Last = await api.ShowAsync(id, ct);
                Show(progress, Last.Value);
                gone = null;
            }
            catch (CliException e) when (e.ExitCode == ExitCode.NoService && DateTimeOffset.UtcNow - (gone ??= DateTimeOffset.UtcNow) < LongestAbsence)
            {
                progress.Show(Last.Value.Progress, "The service does not answer; waiting for it");
                await Task.Delay(WaitForService, ct);
            }
        }

        return Last;
    }

    private async Task<bool> SawEndAsync(ProgressLine progress, string id, CancellationToken ct)
    {
        await foreach (var job in api.FollowAsync(id, ct))
        {
            Show(progress, job);
            if (!job.GoesOn) return true;
        }

        return false;
    }

    private static void Show(ProgressLine progress, JobView job) =>
        progress.Show(job.Progress, job.Doing, job.GoesOn && job.CreatedAt is { } created ? DateTimeOffset.UtcNow - created : default);

    private static TimeSpan Wait(TimeSpan? told) => told is null ? UsualWait : told < WaitForService ? WaitForService : told > LongestWait ? LongestWait : told.Value;
}
