using System.Text.Json;
using Microsoft.DurableTask.Client;
using VideoGen.Embedded.Durable;

namespace VideoGen.Tests.Embedded.Durable;

/// <summary>External events: kept until somebody waits, and given to the newest waiter.</summary>
public abstract class EventRules(Memory memory) : DurableTest(memory)
{
    private void DeclareWaiter() => Orchestrator("Waiter", async context => await context.WaitForExternalEvent<JsonElement>("Go"));

    [Fact]
    public async Task An_event_wakes_the_one_who_waits_for_it()
    {
        DeclareWaiter();
        var id = await StartAndSettle("Waiter");

        await Raise(id, "Go", new { a = 1 });

        Assert.Equal("""{"a":1}""", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task Names_are_compared_ignoring_case()
    {
        DeclareWaiter();
        var id = await StartAndSettle("Waiter");

        await Raise(id, "gO", "v");

        Assert.Equal("\"v\"", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task Events_nobody_waits_for_are_kept_in_order_for_each_name()
    {
        Orchestrator("Late", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            return new[]
            {
                await context.WaitForExternalEvent<string>("b"), await context.WaitForExternalEvent<string>("A"), await context.WaitForExternalEvent<string>("a"),
            };
        });
        var id = await StartAndSettle("Late");
        await Raise(id, "a", "a1");
        await Raise(id, "A", "a2");
        await Raise(id, "B", "b1");

        Assert.Equal("""["b1","a1","a2"]""", (await Finish(id)).SerializedOutput);
    }

    [Fact]
    public async Task The_newest_of_several_waiters_is_served_first()
    {
        Orchestrator("TwoWaiters", async context =>
        {
            var older = context.WaitForExternalEvent<string>("E");
            var newer = context.WaitForExternalEvent<string>("E");
            var first = await Task.WhenAny(older, newer) == newer ? "newer" : "older";
            return new { first, older = await older, newer = await newer };
        });
        var id = await StartAndSettle("TwoWaiters");

        await Raise(id, "E", "one");
        await Raise(id, "E", "two");

        Assert.Equal("""{"first":"newer","older":"two","newer":"one"}""", (await Get(id)).SerializedOutput);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Every_waiter_of_a_name_gets_an_event_of_its_own(int count)
    {
        Orchestrator("Waiters", async context => await Task.WhenAll(Enumerable.Range(0, count).Select(_ => context.WaitForExternalEvent<int>("E"))));
        var id = await StartAndSettle("Waiters");

        foreach (var number in Enumerable.Range(0, count))
        {
            await Client.RaiseEventAsync(id, "E", number);
        }

        Assert.Equal(Enumerable.Range(0, count).Reverse(), (await Finish(id)).ReadOutputAs<int[]>());
    }

    [Fact]
    public async Task A_cancelled_waiter_still_takes_the_next_event_and_loses_it()
    {
        Orchestrator("DeadWaiter", async context =>
        {
            using var stop = new CancellationTokenSource();
            var dead = context.WaitForExternalEvent<string>("E", stop.Token);
            stop.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dead);
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            return await context.WaitForExternalEvent<string>("E");
        });
        var id = await StartAndSettle("DeadWaiter");
        await Raise(id, "E", "one");
        await Raise(id, "E", "two");

        Assert.Equal("\"two\"", (await Finish(id)).SerializedOutput);
    }

    [Fact]
    public async Task A_newer_waiter_is_served_before_a_cancelled_one()
    {
        Orchestrator("Replaced", async context =>
        {
            using var stop = new CancellationTokenSource();
            var dead = context.WaitForExternalEvent<string>("E", stop.Token);
            stop.Cancel();
            return dead.IsCanceled ? await context.WaitForExternalEvent<string>("E") : "not cancelled";
        });
        var id = await StartAndSettle("Replaced");

        await Raise(id, "E", "one");

        Assert.Equal("\"one\"", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task A_name_is_awaited_with_one_type_at_a_time()
    {
        Orchestrator("TwoTypes", async context =>
        {
            var text = context.WaitForExternalEvent<string>("E");
            await Assert.ThrowsAsync<ArgumentException>(() => context.WaitForExternalEvent<int>("e"));
            var got = await text;
            return got + await context.WaitForExternalEvent<int>("E");
        });
        var id = await StartAndSettle("TwoTypes");

        await Raise(id, "E", "text");
        await Raise(id, "E", 5);

        Assert.Equal("\"text5\"", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task A_wait_that_times_out_is_cancelled()
    {
        Orchestrator("Timeout", async context =>
        {
            await Assert.ThrowsAsync<TaskCanceledException>(() => context.WaitForExternalEvent<string>("E", TimeSpan.FromMinutes(2)));
            return context.CurrentUtcDateTime;
        });
        var began = Time.GetUtcNow();

        Assert.Equal(began.UtcDateTime.AddMinutes(2), await Output<DateTime>("Timeout"));
    }

    [Fact]
    public async Task A_wait_that_is_served_leaves_no_timer_behind()
    {
        Orchestrator("InTime", async context => await context.WaitForExternalEvent<string>("E", TimeSpan.FromDays(1)));
        var id = await StartAndSettle("InTime");

        await Raise(id, "E", "in time");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await Get(id)).RuntimeStatus);
    }

    [Fact]
    public async Task A_wait_with_a_timeout_ends_when_its_token_is_cancelled()
    {
        Orchestrator("Cancelled", async context =>
        {
            using var stop = new CancellationTokenSource();
            var wait = context.WaitForExternalEvent<string>("E", TimeSpan.FromDays(1), stop.Token);
            await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
            stop.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
            return "cancelled";
        });

        Assert.Equal("cancelled", await Output<string>("Cancelled"));
    }

    [Fact]
    public async Task An_event_raced_against_a_timer_wins_or_loses()
    {
        Orchestrator("Race", async context =>
        {
            using var stop = new CancellationTokenSource();
            var approval = context.WaitForExternalEvent<string>("Approval");
            var timer = context.CreateTimer(TimeSpan.FromHours(1), stop.Token);
            if (await Task.WhenAny(approval, timer) == timer)
            {
                return "too late";
            }

            stop.Cancel();
            return await approval;
        });
        var approved = await StartAndSettle("Race", id: "approved");
        var forgotten = await StartAndSettle("Race", id: "forgotten");

        await Raise(approved, "Approval", "yes");
        await Advance(TimeSpan.FromHours(1));

        Assert.Equal("\"yes\"", (await Get(approved)).SerializedOutput);
        Assert.Equal("\"too late\"", (await Get(forgotten)).SerializedOutput);
    }

    [Fact]
    public async Task A_payload_of_another_type_fails_the_wait()
    {
        Orchestrator("Number", async context => await context.WaitForExternalEvent<int>("Go"));
        var id = await StartAndSettle("Number");

        await Raise(id, "Go", "text");

        var failed = await Get(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.True(failed.FailureDetails!.IsCausedBy<JsonException>());
    }

    [Fact]
    public async Task A_missing_payload_reads_as_null()
    {
        Orchestrator("Text", async context => await context.WaitForExternalEvent<string?>("Go") is null);
        var id = await StartAndSettle("Text");

        await Raise(id, "Go");

        Assert.Equal("true", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task A_missing_payload_fails_a_wait_for_a_value()
    {
        Orchestrator("Number", async context => await context.WaitForExternalEvent<int>("Go"));
        var id = await StartAndSettle("Number");

        await Raise(id, "Go");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await Get(id)).RuntimeStatus);
    }

    [Fact]
    public async Task An_event_for_a_finished_instance_is_refused()
    {
        Orchestrator("Done", context => Task.FromResult<object?>(1));
        await Run("Done", id: "done");

        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.RaiseEventAsync("done", "Go", 1));
    }

    [Fact]
    public async Task An_event_for_an_unknown_instance_is_refused_and_not_kept()
    {
        DeclareWaiter();
        await Assert.ThrowsAsync<ArgumentException>(() => Client.RaiseEventAsync("later", "Go", "too early"));

        await StartAndSettle("Waiter", id: "later");

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await Get("later")).RuntimeStatus);
    }

    [Fact]
    public async Task Where_the_host_says_so_undeliverable_events_are_dropped_in_silence()
    {
        await using var host = new DurableHost(new EngineOptions { ThrowOnUndeliverableEvents = false });
        host.Functions.Orchestrator("Done", context => Task.FromResult<object?>(1));
        host.Start();
        var done = await host.FinishAsync(await host.Client.ScheduleNewOrchestrationInstanceAsync("Done"));

        await host.Client.RaiseEventAsync("unknown", "Go", 1);
        await host.Client.RaiseEventAsync(done.InstanceId, "Go", 1);

        Assert.Null(await host.Client.GetInstanceAsync("unknown"));
    }

    [Fact]
    public async Task An_event_without_a_name_is_refused()
    {
        DeclareWaiter();
        var id = await StartAndSettle("Waiter");

        await Assert.ThrowsAsync<ArgumentException>("eventName", () => Client.RaiseEventAsync(id, "", 1));
    }

    [Fact]
    public async Task An_orchestrator_sends_an_event_to_another_instance()
    {
        DeclareWaiter();
        Orchestrator("Sender", context =>
        {
            context.SendEvent("target", "go", new { From = context.InstanceId });
            return Task.FromResult<object?>("sent");
        });
        await StartAndSettle("Waiter", id: "target");

        Assert.Equal("sent", (await Run("Sender", id: "source")).ReadOutputAs<string>());
        Assert.Equal("""{"From":"source"}""", (await Finish("target")).SerializedOutput);
    }

    [Fact]
    public async Task An_orchestrator_may_send_an_event_to_itself()
    {
        Orchestrator("Self", async context =>
        {
            context.SendEvent(context.InstanceId, "Note", "for me");
            return await context.WaitForExternalEvent<string>("Note");
        });

        Assert.Equal("for me", await Output<string>("Self"));
    }

    [Fact]
    public async Task An_event_sent_to_nobody_is_dropped_without_harm()
    {
        Orchestrator("Done", context => Task.FromResult<object?>(1));
        Orchestrator("Sender", async context =>
        {
            context.SendEvent("nobody", "Go", 1);
            context.SendEvent("done", "Go", 1);
            await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
            return "went on";
        });
        await Run("Done", id: "done");

        Assert.Equal("went on", await Output<string>("Sender"));
        Assert.Null(await Client.GetInstanceAsync("nobody"));
    }

    public sealed class InMemory() : EventRules(Memory.Kept);

    public sealed class FromHistory() : EventRules(Memory.Replayed);
}
