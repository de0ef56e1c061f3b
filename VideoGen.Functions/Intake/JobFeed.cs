using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using VideoGen.Domain;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Accounts;

namespace VideoGen.Functions.Intake;

/// <summary>For callers who stay on the line: follows a job, or waits for its end.</summary>
public sealed class JobFeed(JobDesk desk, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>How many may be on the line for one user.</summary>
    public const int MostOfOneUser = 20;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, int> _lines = new();

    /// <summary>A place on the line, given back when disposed; null when there is none.</summary>
    public IDisposable? TryTakeLine(Caller caller)
    {
        var taken = _lines.AddOrUpdate(caller.User, 1, (_, count) => count + 1);
        var line = new Line(this, caller.User);
        if (taken <= MostOfOneUser) return line;

        line.Dispose();
        return null;
    }

    /// <exception cref="ProblemException">There is none.</exception>
    public IDisposable TakeLine(Caller caller) => TryTakeLine(caller) ?? throw new ProblemException(
        Errors.LimitIsExceeded, $"{MostOfOneUser} streams are open already, which is the most there can be.", retryAfterSeconds: 5);

    /// <summary>The job as it is, every second, until it is over or removed, the time is up, or the service stops.</summary>
    public async IAsyncEnumerable<Job> FollowAsync(
        Caller caller, JobId id, TimeSpan time, DurableTaskClient client, [EnumeratorCancellation] CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        for (var until = clock.GetUtcNow() + time; await desk.TryFindAsync(caller, id, client, ct) is { } job;)
        {
            yield return job;
            if (job.IsOver || clock.GetUtcNow() >= until || !await PassAsync(end.Token)) break;
        }
    }

    /// <summary>The job at its end, or as it is when the time is up.</summary>
    public async Task<Job> WaitAsync(Caller caller, Job job, TimeSpan time, DurableTaskClient client, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(time, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token, lifetime.ApplicationStopping);
        try
        {
            await client.WaitForInstanceCompletionAsync(job.Id.Value, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // It takes longer.
        }

        return await desk.FindAsync(caller, job.Id.Value, client, ct);
    }

    private async Task<bool> PassAsync(CancellationToken ct)
    {
        try
        {
            await Task.Delay(LookEvery, clock, ct);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private sealed class Line(JobFeed feed, string user) : IDisposable
    {
        public void Dispose() => feed._lines.AddOrUpdate(user, 0, (_, count) => count - 1);
    }
}
