using VideoGen.Domain.Jobs;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Insight;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Jobs;

/// <summary>All that the end of a job asks for, wherever it comes from.</summary>
/// <remarks>Each step may be made again and changes nothing then. The job is open until the last: what a crash cut off the housekeeping finds there, and does.</remarks>
public sealed class JobEnd(JobStore jobs, PointsDesk points, JobTallies tallies, TimeProvider clock)
{
    /// <summary>Closes the job's record, and does what follows from that. Null when there is none any more.</summary>
    public async Task<Job?> EndAsync(string user, JobId id, JobOutcome outcome, CancellationToken ct)
    {
        var ended = await jobs.ChangeAsync(user, id, job => job.With(outcome, clock.GetUtcNow()), ct);
        if (ended is not null) await FinishAsync(ended, ct);
        return ended;
    }

    /// <summary>What follows from a record that is closed: its points are settled, and it is counted.</summary>
    public async Task FinishAsync(Job job, CancellationToken ct)
    {
        await points.EndAsync(job, ct);
        if (await tallies.CloseAsync(job, ct)) Telemetry.JobEnded(job);
    }

    /// <summary>What follows from a paid result that came later still: its money is counted. It costs its user no points.</summary>
    public async Task AddLateAsync(Job job, int index, string provider, decimal usd, CancellationToken ct)
    {
        await points.AddLateAsync(job, index, provider, usd, ct);
        if (await tallies.AddLateAsync(job, index, provider, usd, ct)) Telemetry.Charged(provider, usd);
    }
}
