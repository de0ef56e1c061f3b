using Microsoft.Azure.Functions.Worker;
using VideoGen.Embedded.Hosting.Functions;

namespace VideoGen.Embedded.Hosting.Timers;

/// <summary>One timer function: waits for its time, runs it, one run at a time.</summary>
internal sealed class TimerRun(Function function, Schedule schedule, TimerStore store, TimerRunner runner, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan ShortestMonitored = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>A schedule more frequent than once a minute is not monitored, whatever the attribute says.</summary>
    private readonly bool _isMonitored =
        ((TimerTrigger)function.Trigger).UseMonitor && schedule.ShortestInterval(clock.GetUtcNow().UtcDateTime) >= ShortestMonitored;

    public Function Function => function;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task FollowAsync(CancellationToken stopping)
    {
        try
        {
            var next = await StartAsync();
            while (true)
            {
                await WaitUntilAsync(next, stopping);
                next = await RunAsync(isPastDue: false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    public Task RunNowAsync() => RunAsync(isPastDue: false);

    /// <summary>Makes up for a missed run, or runs because the attribute asks for it; returns the next regular time.</summary>
    private async Task<DateTime> StartAsync()
    {
        var known = _isMonitored ? store.Read(function.Name) : null;
        // The schedule may have changed since: what counts is when it should have run after the last time.
        var isPastDue = known is not null && schedule.Next(known.LastUpdated) < Now;
        if (isPastDue || ((TimerTrigger)function.Trigger).RunOnStartup) return await RunAsync(isPastDue);

        var next = schedule.Next(known?.LastUpdated ?? Now);
        if (_isMonitored && known is null) await store.WriteAsync(function.Name, new() { Next = next, LastUpdated = Now });
        return next;
    }

    private async Task<DateTime> RunAsync(bool isPastDue)
    {
        await _oneAtATime.WaitAsync();
        try
        {
            var started = Now;
            var status = _isMonitored ? store.Read(function.Name) ?? new() { Next = schedule.Next(started), LastUpdated = started } : null;
            await runner.RunAsync(function, new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = status });
            var next = schedule.Next(Now);
            if (status is not null) await store.WriteAsync(function.Name, new() { Last = started, Next = next, LastUpdated = started });
            return next;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task WaitUntilAsync(DateTime due, CancellationToken stopping)
    {
        while (due - Now is { Ticks: > 0 } left)
        {
            await Task.Delay(left < LongestWait ? left : LongestWait, clock, stopping);
        }

        stopping.ThrowIfCancellationRequested();
    }
}
