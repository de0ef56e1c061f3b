using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Media;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Jobs;

/// <summary>What is done without anybody asking: keys probed, cut-off jobs taken up, what is over removed.</summary>
/// <remarks>Every step is bounded, and may be done twice or missed.</remarks>
public sealed partial class Housekeeping(
    ProviderRegistry providers,
    KeyPool keys,
    JobStore jobs,
    JobTallies tallies,
    JobEnd end,
    JobReconciler reconciler,
    IdempotencyStore idempotency,
    PointsDesk points,
    VideoBlobs blobs,
    IOptions<HousekeepingOptions> options,
    TimeProvider clock,
    ILogger<Housekeeping> logger)
{
    private const int MostJobs = 1000;
    private const int MostKeys = 1000;
    private const int MostFiles = 5000;

    // A purge looks back so far: enough to catch up after the service stood still for a while.
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(30);

    // A start that is just being made has no record yet.
    private static readonly TimeSpan StartTakes = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan IdempotencyLasts = TimeSpan.FromHours(24);

    /// <summary>Every minute: keys that are out of credits come back by themselves.</summary>
    [Function("ProbeKeys")]
    public async Task ProbeKeys([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken ct)
    {
        foreach (var provider in providers.All)
        {
            await keys.ProbeAsync(provider, ct);
        }
    }

    /// <summary>Every ten minutes: takes up what a crash cut off.</summary>
    [Function("TakeUpJobs")]
    public async Task TakeUpJobs([TimerTrigger("0 */10 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        var unfinished = 0;
        await foreach (var job in tallies.OpenOnesAsync(ct))
        {
            if (unfinished == MostJobs) break;

            unfinished++;
            await TakeUpAsync(job, client, ct);
        }
    }

    /// <summary>Every hour: removes what is over and was kept long enough.</summary>
    [Function("CleanUp")]
    public async Task CleanUp([TimerTrigger("0 5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var forgotten = await idempotency.ForgetAsync(now - IdempotencyLasts, MostKeys, ct);
        var purged = await PurgeAsync(client, now.AddDays(-options.Value.HistoryDays), ct);
        var removed = await blobs.DeleteExpiredAsync(now, MostFiles, ct);
        var swept = ProcessFolder.Sweep(Path.GetTempPath());
        LogDone(forgotten, purged, removed, swept);
    }

    private async Task TakeUpAsync(OpenJob job, DurableTaskClient client, CancellationToken ct)
    {
        if (await jobs.FindAsync(job.User, job.Id, ct) is not { } stored)
        {
            if (clock.GetUtcNow() - job.At < StartTakes) return;

            // Its start broke off before there was a record.
            await points.GiveBackAsync(job.User, job.Id, ct);
            await tallies.RemoveAsync(job.Id, ct);
        }
        else if (stored.Job.IsOver)
        {
            await end.FinishAsync(stored.Job, ct);
        }
        else
        {
            await reconciler.ReconcileAsync(stored, client, ct);
        }
    }

    // A day at a time: a long purge would run into the time limit of the call.
    private static async Task<int> PurgeAsync(DurableTaskClient client, DateTimeOffset before, CancellationToken ct)
    {
        var purged = 0;
        for (var from = before - LookBack; from < before; from = from.AddDays(1))
        {
            var slice = new PurgeInstancesFilter(
                from, from.AddDays(1), [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated]);
            purged += (await client.PurgeAllInstancesAsync(slice, ct)).PurgedInstanceCount;
        }

        return purged;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Cleaned up: {Forgotten} idempotency keys forgotten, {Purged} histories, {Files} expired files and {Folders} temporary folders removed")]
    private partial void LogDone(int forgotten, int purged, int files, int folders);
}
