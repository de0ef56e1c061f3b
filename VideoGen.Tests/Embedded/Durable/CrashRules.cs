using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Tests.Embedded.Durable;

/// <summary>What was told to a caller survives a crash at any point; activities run at least once, and never again once their result is stored.</summary>
public abstract class CrashRules(Memory memory) : DurableTest(memory)
{
    private readonly ConcurrentQueue<string> _begun = new();

    /// <summary>Every kind of step: activities, a timer, an event, a sub-orchestration, a retry, a new generation.</summary>
    private void DeclareEverything()
    {
        var tries = 0;
        Activity("Step", (string name) =>
        {
            _begun.Enqueue(name);
            return name;
        });
        Activity("Flaky", (int _) => Interlocked.Increment(ref tries) == 1 ? throw new AppException("once") : "flaky");
        Orchestrator("Child", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            return await context.CallActivityAsync<string>("Step", "child");
        });
        Orchestrator("Everything", async context =>
        {
            var round = context.GetInput<int>();
            context.SetCustomStatus($"round {round}");
            var steps = new List<string> { await context.CallActivityAsync<string>("Step", $"{round} first") };
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            steps.AddRange(await Task.WhenAll(Enumerable.Range(0, 3).Select(n => context.CallActivityAsync<string>("Step", $"{round} parallel {n}"))));
            steps.Add(await context.WaitForExternalEvent<string>("Go"));
            steps.Add(await context.CallSubOrchestratorAsync<string>("Child"));
            steps.Add(await context.CallActivityAsync<string>("Flaky", 1, new TaskOptions(new RetryPolicy(2, TimeSpan.FromMinutes(1)))));
            steps.Add(await context.CallActivityAsync<string>("Step", $"{round} last"));
            if (round == 1)
            {
                context.ContinueAsNew(2);
            }

            return string.Join(", ", steps);
        });
    }

    [Fact]
    public async Task A_crash_between_any_two_steps_changes_nothing()
    {
        DeclareEverything();
        var id = await Start("Everything", 1);
        await Client.RaiseEventAsync(id, "Go", "event 1");
        await Client.RaiseEventAsync(id, "Go", "event 2");
        await Settle();
        while (!(await Get(id)).IsCompleted)
        {
            await Host.RestartAsync();
            Time.AdvanceToNextDue();
            await Settle();
        }

        Assert.Equal("\"2 first, 2 parallel 0, 2 parallel 1, 2 parallel 2, event 2, child, flaky, 2 last\"", (await Get(id)).SerializedOutput);
        Assert.Equal("\"round 2\"", (await Get(id)).SerializedCustomStatus);
        Assert.Equal(12, _begun.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_crash_in_an_activity_runs_that_one_again_and_none_before_it(int crashed)
    {
        var began = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        ActivityAsync("Step", async (int step) =>
        {
            _begun.Enqueue($"{step}");
            if (step == crashed && !gate.Task.IsCompleted)
            {
                began.SetResult();
                await gate.Task;
            }

            return step;
        });
        Orchestrator("Steps", async context =>
        {
            for (var step = 0; step < 7; step++)
            {
                await context.CallActivityAsync<int>("Step", step);
            }

            return "done";
        });
        var id = await Start("Steps");
        await began.Task;
        await Host.CrashAsync();
        gate.SetResult();
        Host.Start();

        Assert.Equal("\"done\"", (await Finish(id)).SerializedOutput);
        Assert.Equal(Enumerable.Range(0, 7).SelectMany(step => Enumerable.Repeat($"{step}", step == crashed ? 2 : 1)), _begun);
    }

    [Fact]
    public async Task A_crash_in_one_of_several_parallel_activities_runs_only_the_unfinished_ones_again()
    {
        var began = new CountdownEvent(2);
        var gate = new TaskCompletionSource();
        ActivityAsync("Step", async (int step) =>
        {
            _begun.Enqueue($"{step}");
            if (step >= 3 && !gate.Task.IsCompleted)
            {
                began.Signal();
                await gate.Task;
            }

            return step;
        });
        Orchestrator("Parallel", async context => await Task.WhenAll(Enumerable.Range(0, 5).Select(step => context.CallActivityAsync<int>("Step", step))));
        var id = await Start("Parallel");
        await Until(() => Task.FromResult(began.IsSet && Host.History(id).Count(entry => entry == "TaskCompleted") == 3));
        await Host.CrashAsync();
        gate.SetResult();
        Host.Start();

        Assert.Equal("[0,1,2,3,4]", (await Finish(id)).SerializedOutput);
        Assert.Equal(["0", "1", "2", "3", "3", "4", "4"], _begun.Order());
    }

    [Fact]
    public async Task An_activity_that_runs_again_gets_the_same_identifier_and_time()
    {
        var began = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        ActivityAsync("Submit", async (string key) =>
        {
            _begun.Enqueue(key);
            if (!gate.Task.IsCompleted)
            {
                began.SetResult();
                await gate.Task;
            }

            return key;
        });
        Orchestrator("Keyed", async context => await context.CallActivityAsync<string>("Submit", $"{context.NewGuid()} {context.CurrentUtcDateTime:o}"));
        var id = await Start("Keyed");
        await began.Task;
        await Host.CrashAsync();
        gate.SetResult();
        Time.Advance(TimeSpan.FromMinutes(10));
        Host.Start();
        await Finish(id);

        Assert.Equal(2, _begun.Count);
        Assert.Single(_begun.Distinct());
    }

    [Fact]
    public async Task A_start_that_was_accepted_survives()
    {
        Orchestrator("Echo", context => Task.FromResult<object?>(context.GetInput<int>()));
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => Start("Echo", n)));

        await Host.RestartAsync();

        var outputs = await Task.WhenAll(ids.Select(async id => (await Get(id)).SerializedOutput));
        Assert.Equal(Enumerable.Range(0, 50).Select(n => $"{n}"), outputs);
    }

    [Fact]
    public async Task Events_that_were_accepted_survive_in_order_and_are_delivered_once()
    {
        Orchestrator("Collect", async context =>
        {
            var items = new List<int>();
            while (await context.WaitForExternalEvent<int>("Item") is var item and >= 0)
            {
                items.Add(item);
            }

            return items;
        });
        var id = await StartAndSettle("Collect");
        foreach (var item in Enumerable.Range(0, 20))
        {
            await Client.RaiseEventAsync(id, "Item", item);
            if (item % 5 == 4)
            {
                await Host.RestartAsync();
            }
        }

        await Raise(id, "Item", -1);

        Assert.Equal(Enumerable.Range(0, 20), (await Get(id)).ReadOutputAs<int[]>());
    }

    [Fact]
    public async Task Timers_survive_and_those_that_came_due_meanwhile_fire_at_once()
    {
        Orchestrator("Sleeper", async context =>
        {
            await context.CreateTimer(context.GetInput<TimeSpan>(), CancellationToken.None);
            return context.CurrentUtcDateTime;
        });
        var began = Time.GetUtcNow();
        var due = await StartAndSettle("Sleeper", TimeSpan.FromMinutes(1));
        var later = await StartAndSettle("Sleeper", TimeSpan.FromHours(1));

        await Host.CrashAsync();
        Time.Advance(TimeSpan.FromMinutes(10));
        Host.Start();
        await Settle();

        Assert.Equal(began.UtcDateTime.AddMinutes(10), (await Get(due)).ReadOutputAs<DateTime>());
        Assert.Equal(began.UtcDateTime.AddHours(1), (await Finish(later)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task A_start_in_the_future_survives()
    {
        Orchestrator("When", async context =>
        {
            var early = await context.WaitForExternalEvent<string>("Early");
            return $"{early} {context.CurrentUtcDateTime:HH:mm}";
        });
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("When", new StartOrchestrationOptions(StartAt: Time.GetUtcNow().AddHours(1)));
        await Raise(id, "Early", "kept");

        await Host.RestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await Get(id)).RuntimeStatus);

        Assert.Equal("\"kept 11:00\"", (await Finish(id)).SerializedOutput);
    }

    [Fact]
    public async Task A_wait_with_a_timeout_survives_both_ways()
    {
        Orchestrator("Wait", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("Go", TimeSpan.FromHours(1));
            }
            catch (TaskCanceledException)
            {
                return "timed out";
            }
        });
        var served = await StartAndSettle("Wait");
        var forgotten = await StartAndSettle("Wait");
        await Host.RestartAsync();
        await Raise(served, "Go", "served");
        await Host.RestartAsync();

        Assert.Equal("\"served\"", (await Get(served)).SerializedOutput);
        Assert.Equal("\"timed out\"", (await Finish(forgotten)).SerializedOutput);
    }

    [Fact]
    public async Task An_instance_that_has_ended_is_not_run_again()
    {
        var runs = 0;
        Orchestrator("Once", context => Task.FromResult<object?>(++runs));
        var id = await StartAndSettle("Once");

        await Host.RestartAsync();

        Assert.Equal(1, runs);
        Assert.Equal("1", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task A_missing_function_fails_only_what_calls_it_after_a_restart()
    {
        Orchestrator("Calls", async context =>
        {
            await context.WaitForExternalEvent<int>("Go");
            return await context.CallActivityAsync<string>("Removed", 1);
        });
        var id = await StartAndSettle("Calls");
        await Host.RestartAsync();

        await Raise(id, "Go", 1);

        Assert.Equal("ActivityTaskNotFound", (await Get(id)).FailureDetails!.InnerFailure!.ErrorType);
    }

    [Fact]
    public async Task A_shutdown_lets_activities_end_and_keeps_their_results()
    {
        var began = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        ActivityAsync("Slow", async (int x) =>
        {
            _begun.Enqueue("slow");
            began.TrySetResult();
            await gate.Task;
            return x;
        });
        Orchestrator("Calls", async context => await context.CallActivityAsync<int>("Slow", 1));
        var id = await Start("Calls");
        await began.Task;

        var stopping = Host.Engine.StopAsync(TestContext.Current.CancellationToken);
        gate.SetResult();
        await stopping;
        await Host.RestartAsync();

        Assert.Equal("1", (await Get(id)).SerializedOutput);
        Assert.Single(_begun);
    }

    public sealed class InMemory() : CrashRules(Memory.Kept);

    public sealed class FromHistory() : CrashRules(Memory.Replayed);
}
