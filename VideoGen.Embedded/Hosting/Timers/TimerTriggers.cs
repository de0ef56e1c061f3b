using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using VideoGen.Embedded.Hosting.Functions;
using VideoGen.Embedded.Sqlite;

namespace VideoGen.Embedded.Hosting.Timers;

/// <summary>All timer functions of the app, each on its own schedule.</summary>
internal sealed class TimerTriggers : IHostedService, IDisposable
{
    private readonly IReadOnlyList<TimerRun> _timers;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <exception cref="StartupException">A schedule is not valid.</exception>
    public TimerTriggers(IReadOnlyList<Function> functions, IConfiguration configuration, Database database, TimerRunner runner, TimeProvider clock)
    {
        var store = new TimerStore(database);
        _timers = [.. functions
            .Where(function => function.Trigger is TimerTrigger)
            .Select(function => new TimerRun(function, Schedule.Parse(function.Name, ((TimerTrigger)function.Trigger).Schedule, configuration), store, runner, clock))];
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.WhenAll(_timers.Select(timer => timer.FollowAsync(_stopping.Token)));
        return Task.CompletedTask;
    }

    /// <summary>Starts no more runs and waits for those under way.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task RunNowAsync(Function function) => _timers.Single(timer => timer.Function == function).RunNowAsync();

    public void Dispose()
    {
        _stopping.Dispose();
        foreach (var timer in _timers)
        {
            timer.Dispose();
        }
    }
}
