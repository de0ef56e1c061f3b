using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Embedded.Hosting;

/// <summary>Timer functions, on a clock that is moved.</summary>
public sealed class TimerTests
{
    private readonly FakeTime _clock = new();
    private readonly Runs _runs = new();

    [Fact]
    public async Task A_timer_runs_at_its_times()
    {
        await using var app = await StartAsync(typeof(Hourly));

        await AdvanceAsync(TimeSpan.FromHours(1), runs: 1);
        await AdvanceAsync(TimeSpan.FromHours(1), runs: 2);

        Assert.Equal(["11:00 on time last - next 11:00", "12:00 on time last 11:00 next 12:00"], _runs.Lines);
    }

    [Fact]
    public async Task A_run_missed_while_the_app_was_down_is_made_up_for_at_the_start()
    {
        using var folder = new TempFolder();
        await using (await StartAsync(typeof(Hourly), folder))
        {
            await AdvanceAsync(TimeSpan.FromHours(1), runs: 1);
        }

        _clock.Advance(TimeSpan.FromHours(5.5));
        await using var again = await StartAsync(typeof(Hourly), folder);
        await RunsAsync(2);
        await AdvanceAsync(TimeSpan.FromHours(0.5), runs: 3);

        Assert.Equal(["16:30 past due last 11:00 next 12:00", "17:00 on time last 16:30 next 17:00"], _runs.Lines.Skip(1));
    }

    [Fact]
    public async Task A_start_in_good_time_keeps_to_the_schedule()
    {
        using var folder = new TempFolder();
        await using (await StartAsync(typeof(Hourly), folder))
        {
            await AdvanceAsync(TimeSpan.FromHours(1), runs: 1);
        }

        _clock.Advance(TimeSpan.FromMinutes(30));
        await using var again = await StartAsync(typeof(Hourly), folder);
        await AdvanceAsync(TimeSpan.FromMinutes(30), runs: 2);

        Assert.Equal("12:00 on time last 11:00 next 12:00", _runs.Lines[^1]);
    }

    [Fact]
    public async Task Without_a_monitor_nothing_is_made_up_for_and_no_status_is_told()
    {
        using var folder = new TempFolder();
        await using (await StartAsync(typeof(Unmonitored), folder))
        {
            await AdvanceAsync(TimeSpan.FromHours(1), runs: 1);
        }

        _clock.Advance(TimeSpan.FromHours(5.5));
        await using var again = await StartAsync(typeof(Unmonitored), folder);
        await AdvanceAsync(TimeSpan.FromHours(0.5), runs: 2);

        Assert.Equal(["11:00 on time unmonitored", "17:00 on time unmonitored"], _runs.Lines);
    }

    [Fact]
    public async Task A_schedule_more_frequent_than_once_a_minute_is_not_monitored()
    {
        await using var app = await StartAsync(typeof(Frequent));

        await AdvanceAsync(TimeSpan.FromSeconds(30), runs: 1);

        Assert.Equal(["10:00 on time unmonitored"], _runs.Lines);
    }

    [Fact]
    public async Task RunOnStartup_runs_at_every_start()
    {
        await using var app = await StartAsync(typeof(AtStart));

        await RunsAsync(1);

        Assert.StartsWith("10:00 on time", _runs.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_logged_and_the_schedule_goes_on()
    {
        await using var app = await StartAsync(typeof(Failing));

        await AdvanceAsync(TimeSpan.FromHours(1), runs: 1);
        await AdvanceAsync(TimeSpan.FromHours(1), runs: 2);

        Assert.Equal(2, app.Logs.Lines.Count(line => line.StartsWith("Timer Failing failed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_retry_attribute_runs_a_failed_timer_again_after_its_delay()
    {
        await using var app = await StartAsync(typeof(Retried));

        await AdvanceAsync(TimeSpan.FromHours(1), runs: 1);
        await AdvanceAsync(TimeSpan.FromSeconds(10), runs: 2);
        await AdvanceAsync(TimeSpan.FromSeconds(10), runs: 3);

        Assert.Equal(["attempt 0 of 2", "attempt 1 of 2", "attempt 2 of 2"], _runs.Lines);
    }

    [Fact]
    public async Task Only_one_run_at_a_time()
    {
        await using var app = await StartAsync(typeof(Slow));

        await AdvanceAsync(TimeSpan.FromHours(1), runs: 1);
        await app.PostAsync("/admin/functions/Slow", new { input = "" });
        Assert.Single(_runs.Lines);
        _runs.Gate.SetResult();

        await RunsAsync(2);
        Assert.Equal(1, _runs.MostAtOnce);
    }

    private Task<EmbeddedApp> StartAsync(Type functions, TempFolder? folder = null) => EmbeddedApp.StartAsync(new AppUnderTest(functions)
    {
        Folder = folder,
        Clock = _clock,
        Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddSingleton(_runs);
        },
    });

    private async Task AdvanceAsync(TimeSpan by, int runs)
    {
        var until = _clock.GetUtcNow() + by;
        await Eventually.IsTrueAsync(() => Task.FromResult(_clock.NextDue <= until));
        _clock.AdvanceTo(until);
        await RunsAsync(runs);
    }

    private Task RunsAsync(int count) => Eventually.IsTrueAsync(() => Task.FromResult(_runs.Lines.Count >= count));

    internal sealed class Runs
    {
        private readonly ConcurrentQueue<string> _lines = new();
        private int _now;

        public IReadOnlyList<string> Lines => [.. _lines];

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int MostAtOnce { get; private set; }

        public void Note(TimerInfo timer, TimeProvider clock)
        {
            var status = timer.ScheduleStatus is { } known ? $"last {(known.Last == default ? "-" : $"{known.Last:HH:mm}")} next {known.Next:HH:mm}" : "unmonitored";
            Note($"{clock.GetUtcNow():HH:mm} {(timer.IsPastDue ? "past due" : "on time")} {status}");
        }

        public void Note(string line) => _lines.Enqueue(line);

        public void Enter() => MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _now));

        public void Leave() => Interlocked.Decrement(ref _now);
    }

    internal sealed class Hourly(Runs runs, TimeProvider clock)
    {
        [Function("Hourly")]
        public void Run([TimerTrigger("0 0 * * * *")] TimerInfo timer) => runs.Note(timer, clock);
    }

    internal sealed class Unmonitored(Runs runs, TimeProvider clock)
    {
        [Function("Unmonitored")]
        public void Run([TimerTrigger("0 0 * * * *", UseMonitor = false)] TimerInfo timer) => runs.Note(timer, clock);
    }

    internal sealed class Frequent(Runs runs, TimeProvider clock)
    {
        [Function("Frequent")]
        public void Run([TimerTrigger("*/30 * * * * *")] TimerInfo timer) => runs.Note(timer, clock);
    }

    internal sealed class AtStart(Runs runs, TimeProvider clock)
    {
        [Function("AtStart")]
        public void Run([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => runs.Note(timer, clock);
    }

    internal sealed class Failing(Runs runs, TimeProvider clock)
    {
        [Function("Failing")]
        public Task Run([TimerTrigger("0 0 * * * *")] TimerInfo timer)
        {
            runs.Note(timer, clock);
            throw new InvalidOperationException("on purpose");
        }
    }

    internal sealed class Retried(Runs runs)
    {
        [Function("Retried")]
        [FixedDelayRetry(2, "00:00:10")]
        public void Run([TimerTrigger("0 0 * * * *")] TimerInfo timer, FunctionContext context)
        {
            runs.Note($"attempt {context.RetryContext.RetryCount} of {context.RetryContext.MaxRetryCount}");
            throw new InvalidOperationException("on purpose");
        }
    }

    internal sealed class Slow(Runs runs)
    {
        [Function("Slow")]
        public async Task Run([TimerTrigger("0 0 * * * *")] TimerInfo timer)
        {
            runs.Enter();
            runs.Note("run");
            await runs.Gate.Task;
            runs.Leave();
        }
    }
}
