using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Tests.Embedded.Durable;

/// <summary>Durable timers: at or after the time asked for, whatever happens meanwhile.</summary>
public abstract class TimerRules(Memory memory) : DurableTest(memory)
{
    private void DeclareSleeper() => Orchestrator("Sleeper", async context =>
    {
        await context.CreateTimer(context.GetInput<TimeSpan>(), CancellationToken.None);
        return context.CurrentUtcDateTime;
    });

    [Fact]
    public async Task A_timer_fires_at_its_time_and_not_before()
    {
        DeclareSleeper();
        var began = Time.GetUtcNow();
        var id = await StartAndSettle("Sleeper", TimeSpan.FromSeconds(90));

        await Advance(TimeSpan.FromSeconds(89.999));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await Get(id)).RuntimeStatus);
        await Advance(TimeSpan.FromSeconds(0.001));

        Assert.Equal(began.UtcDateTime.AddSeconds(90), (await Get(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task A_fraction_of_a_millisecond_is_not_cut_off()
    {
        DeclareSleeper();
        var began = Time.GetUtcNow();
        var delay = TimeSpan.FromTicks(12_345_678);

        var ended = await Run("Sleeper", delay);

        Assert.InRange(ended.ReadOutputAs<DateTime>() - began.UtcDateTime, delay, delay + TimeSpan.FromMilliseconds(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    public async Task A_timer_for_now_or_the_past_fires_in_the_next_episode(int seconds)
    {
        DeclareSleeper();
        var id = await StartAndSettle("Sleeper", TimeSpan.FromSeconds(seconds));

        Assert.True((await Get(id)).IsCompleted);
    }

    [Fact]
    public async Task A_later_set_timer_that_is_due_earlier_fires_earlier()
    {
        DeclareSleeper();
        var hour = await StartAndSettle("Sleeper", TimeSpan.FromHours(1));
        var minute = await StartAndSettle("Sleeper", TimeSpan.FromMinutes(1));

        await Advance(TimeSpan.FromMinutes(1));

        Assert.True((await Get(minute)).IsCompleted);
        Assert.False((await Get(hour)).IsCompleted);
    }

    [Fact]
    public async Task Timers_of_one_orchestrator_fire_in_the_order_of_their_times()
    {
        Orchestrator("Several", async context =>
        {
            var order = new List<int>();
            async Task After(int minutes)
            {
                await context.CreateTimer(TimeSpan.FromMinutes(minutes), CancellationToken.None);
                order.Add(minutes);
            }

            await Task.WhenAll(After(3), After(1), After(2));
            return order;
        });

        Assert.Equal("[1,2,3]", (await Run("Several")).SerializedOutput);
    }

    [Fact]
    public async Task Many_instances_with_the_same_time_all_wake()
    {
        DeclareSleeper();
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Start("Sleeper", TimeSpan.FromMinutes(5))));

        await Advance(TimeSpan.FromMinutes(5));

        var ended = await Task.WhenAll(ids.Select(id => Get(id)));
        Assert.All(ended, instance => Assert.True(instance.IsCompleted));
    }

    [Fact]
    public async Task Sub_orchestrations_with_identical_timers_all_complete()
    {
        DeclareSleeper();
        Orchestrator("Parent", async context =>
            (await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => context.CallSubOrchestratorAsync<DateTime>("Sleeper", TimeSpan.FromMinutes(1))))).Distinct().Count());

        Assert.Equal(1, await Output<int>("Parent"));
    }

    [Fact]
    public async Task A_cancelled_timer_throws_at_once_and_keeps_nobody_waiting()
    {
        Orchestrator("Cancels", async context =>
        {
            using var stop = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(1), stop.Token);
            stop.Cancel();
            await Assert.ThrowsAsync<TaskCanceledException>(() => timer);
            return timer.IsCanceled;
        });
        var id = await StartAndSettle("Cancels");

        Assert.Equal("true", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task A_timer_cancelled_before_it_is_set_throws_as_well()
    {
        Orchestrator("Cancels", async context =>
        {
            using var stop = new CancellationTokenSource();
            stop.Cancel();
            await Assert.ThrowsAsync<TaskCanceledException>(() => context.CreateTimer(TimeSpan.FromDays(1), stop.Token));
            return "cancelled";
        });
        var id = await StartAndSettle("Cancels");

        Assert.Equal("\"cancelled\"", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task Nothing_happens_when_the_time_of_a_cancelled_timer_comes()
    {
        Activity("Nothing", (int x) => x);
        Orchestrator("Cancels", async context =>
        {
            using var stop = new CancellationTokenSource();
            var loser = context.CreateTimer(TimeSpan.FromMinutes(1), stop.Token);
            await context.CallActivityAsync<int>("Nothing", 1);
            stop.Cancel();
            await context.CreateTimer(TimeSpan.FromMinutes(3), CancellationToken.None);
            return loser.IsCanceled;
        });
        var id = await StartAndSettle("Cancels");
        await Host.RestartAsync();

        await Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await Get(id)).RuntimeStatus);

        Assert.Equal("true", (await Finish(id)).SerializedOutput);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(10, 4)]
    public async Task A_timer_beyond_three_days_is_a_chain_of_timers_each_with_its_own_number(int days, int timers)
    {
        Activity("Fail", (int _) => Fail());
        Orchestrator("Long", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(days), CancellationToken.None);
            var failed = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync<int>("Fail", 1));
            return new { failed.TaskId, context.CurrentUtcDateTime };
        });
        var began = Time.GetUtcNow();

        var ended = await Run("Long");

        Assert.Equal(new Late(timers, began.UtcDateTime.AddDays(days)), ended.ReadOutputAs<Late>());

        static int Fail() => throw new AppException("no");
    }

    [Fact]
    public async Task A_long_timer_can_be_cancelled_in_its_middle()
    {
        Orchestrator("Long", async context =>
        {
            using var stop = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(10), stop.Token);
            await context.CreateTimer(TimeSpan.FromDays(5), CancellationToken.None);
            stop.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => timer);
            return context.CurrentUtcDateTime;
        });
        var began = Time.GetUtcNow();

        Assert.Equal(began.UtcDateTime.AddDays(5), await Output<DateTime>("Long"));
    }

    [Fact]
    public async Task A_time_given_without_its_kind_is_taken_as_UTC()
    {
        Orchestrator("Unspecified", async context =>
        {
            await context.CreateTimer(DateTime.SpecifyKind(context.CurrentUtcDateTime.AddHours(1), DateTimeKind.Unspecified), CancellationToken.None);
            return context.CurrentUtcDateTime;
        });
        var began = Time.GetUtcNow();

        Assert.Equal(began.UtcDateTime.AddHours(1), await Output<DateTime>("Unspecified"));
    }

    private sealed record Late(int TaskId, DateTime CurrentUtcDateTime);

    public sealed class InMemory() : TimerRules(Memory.Kept);

    public sealed class FromHistory() : TimerRules(Memory.Replayed);
}
