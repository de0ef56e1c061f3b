using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Tests.Embedded.Durable;

/// <summary>Continue-as-new: one instance, many short histories.</summary>
public abstract class GenerationRules(Memory memory) : DurableTest(memory)
{
    [Fact]
    public async Task Each_generation_starts_anew_under_the_same_id_with_its_own_input()
    {
        Orchestrator("Loop", async context =>
        {
            var round = context.GetInput<int>();
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            if (round < 3)
            {
                context.ContinueAsNew(round + 1);
            }

            return $"{context.InstanceId} {round}";
        });
        var began = Time.GetUtcNow();

        var ended = await Run("Loop", 1, "loop");

        Assert.Equal("\"loop 3\"", ended.SerializedOutput);
        Assert.Equal("3", ended.SerializedInput);
        Assert.Equal(began.AddMinutes(2), ended.CreatedAt);
    }

    [Fact]
    public async Task Between_generations_an_instance_is_seen_running_without_output()
    {
        Orchestrator("Loop", async context =>
        {
            if (context.GetInput<int>() == 1)
            {
                context.ContinueAsNew(2);
                return "dropped";
            }

            await context.WaitForExternalEvent<int>("Go");
            return "kept";
        });

        var id = await StartAndSettle("Loop", 1);

        var between = await Get(id);
        Assert.Equal((OrchestrationRuntimeStatus.Running, null), (between.RuntimeStatus, between.SerializedOutput));
        await Raise(id, "Go", 1);
        Assert.Equal("\"kept\"", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task Sequence_numbers_and_history_begin_again()
    {
        Activity("Fail", (int x) => x < 0 ? throw new AppException("no") : x);
        Orchestrator("Loop", async context =>
        {
            var round = context.GetInput<int>();
            if (round == 0)
            {
                return (await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync<int>("Fail", -1))).TaskId;
            }

            await context.CallActivityAsync<int>("Fail", round);
            await context.CallActivityAsync<int>("Fail", round);
            context.ContinueAsNew(round - 1);
            return null;
        });

        var ended = await Run("Loop", 20, "loop");

        Assert.Equal("0", ended.SerializedOutput);
        Assert.Equal(["ExecutionStarted", "TaskScheduled Fail", "TaskFailed", "ExecutionCompleted"], Host.History("loop"));
    }

    [Fact]
    public async Task Events_nobody_took_are_carried_over()
    {
        Orchestrator("Collect", async context =>
        {
            var items = context.GetInput<List<string>>() ?? [];
            if (items.Count == 0)
            {
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            }

            items.Add(await context.WaitForExternalEvent<string>("Item"));
            if (items.Count < 3)
            {
                context.ContinueAsNew(items);
            }

            return items;
        });
        var id = await StartAndSettle("Collect");
        await Raise(id, "Item", "one");
        await Raise(id, "Item", "two");
        await Raise(id, "Item", "three");

        Assert.Equal("""["one","two","three"]""", (await Finish(id)).SerializedOutput);
    }

    [Fact]
    public async Task Events_nobody_took_are_dropped_on_demand()
    {
        Orchestrator("Forget", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            if (context.GetInput<int>() == 0)
            {
                context.ContinueAsNew(1, preserveUnprocessedEvents: false);
                return null;
            }

            var item = context.WaitForExternalEvent<string>("Item");
            return item.IsCompleted ? await item : "nothing kept";
        });
        var id = await StartAndSettle("Forget", 0);
        await Raise(id, "Item", "one");

        Assert.Equal("\"nothing kept\"", (await Finish(id)).SerializedOutput);
    }

    [Fact]
    public async Task An_event_that_comes_while_the_old_generation_ends_reaches_the_new_one()
    {
        Orchestrator("Open", async context =>
        {
            if (context.GetInput<int>() == 0)
            {
                var timer = context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                context.ContinueAsNew(1);
                await timer;
                return null;
            }

            return await context.WaitForExternalEvent<string>("Late");
        });
        var id = await StartAndSettle("Open", 0);
        await Raise(id, "Late", "not lost");

        Assert.Equal("\"not lost\"", (await Finish(id)).SerializedOutput);
    }

    [Fact]
    public async Task An_exception_after_it_fails_the_instance()
    {
        Orchestrator("Breaks", context =>
        {
            context.ContinueAsNew(1);
            throw new AppException("too late");
        });

        var failed = await Run("Breaks");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.True(failed.FailureDetails!.IsCausedBy<AppException>());
    }

    [Fact]
    public async Task Open_tasks_delay_the_next_generation()
    {
        Orchestrator("Delayed", context =>
        {
            if (context.GetInput<int>() == 0)
            {
                _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                context.ContinueAsNew(1);
            }

            return Task.FromResult<object?>(context.CurrentUtcDateTime);
        });
        var began = Time.GetUtcNow();

        Assert.Equal(began.UtcDateTime.AddHours(1), await Output<DateTime>("Delayed", 0));
    }

    [Fact]
    public async Task A_custom_status_ends_with_its_generation()
    {
        Orchestrator("Status", async context =>
        {
            if (context.GetInput<int>() == 0)
            {
                context.SetCustomStatus("first");
                await context.WaitForExternalEvent<int>("Go");
                context.ContinueAsNew(1);
                return null;
            }

            return await context.WaitForExternalEvent<int>("Go");
        });
        var id = await StartAndSettle("Status", 0);
        Assert.Equal("\"first\"", (await Get(id)).SerializedCustomStatus);

        await Raise(id, "Go", 1);

        Assert.Equal("null", (await Get(id)).SerializedCustomStatus);
    }

    [Fact]
    public async Task Options_may_change_the_version()
    {
        Orchestrator("Upgrade", context =>
        {
            if (context.Version == "1")
            {
                context.ContinueAsNew(new ContinueAsNewOptions { NewInput = "upgraded", NewVersion = "2" });
            }

            return Task.FromResult<object?>($"{context.Version} {context.GetInput<string>()}");
        });
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Upgrade", new StartOrchestrationOptions { Version = "1" });

        Assert.Equal("\"2 upgraded\"", (await Finish(id)).SerializedOutput);
    }

    [Fact]
    public async Task A_sub_orchestration_answers_its_parent_from_its_last_generation()
    {
        Orchestrator("Child", async context =>
        {
            var left = context.GetInput<int>();
            await context.CreateTimer(TimeSpan.FromSeconds(10), CancellationToken.None);
            if (left > 0)
            {
                context.ContinueAsNew(left - 1);
            }

            return $"{context.Parent!.InstanceId} {left}";
        });
        Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Child", 3));

        Assert.Equal("\"parent 0\"", (await Run("Parent", id: "parent")).SerializedOutput);
    }

    [Fact]
    public async Task A_timer_of_the_old_generation_does_not_wake_the_new_one()
    {
        Orchestrator("Poll", async context =>
        {
            var round = context.GetInput<int>();
            using var stop = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromMinutes(round == 0 ? 1 : 10), stop.Token);
            var callback = context.WaitForExternalEvent<string>("Callback");
            if (await Task.WhenAny(timer, callback) == timer)
            {
                return context.CurrentUtcDateTime;
            }

            stop.Cancel();
            context.ContinueAsNew(round + 1);
            return null;
        });
        var began = Time.GetUtcNow();
        var id = await StartAndSettle("Poll", 0);
        await Raise(id, "Callback", "early");

        Assert.Equal(began.UtcDateTime.AddMinutes(10), (await Finish(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task An_event_sent_in_the_last_episode_of_a_generation_is_delivered()
    {
        Orchestrator("Target", async context => await context.WaitForExternalEvent<string>("Note"));
        Orchestrator("Sender", context =>
        {
            if (context.GetInput<int>() == 0)
            {
                context.SendEvent("target", "Note", "sent");
                context.ContinueAsNew(1);
            }

            return Task.FromResult<object?>(null);
        });
        await StartAndSettle("Target", id: "target");
        await Run("Sender", 0);

        Assert.Equal("\"sent\"", (await Finish("target")).SerializedOutput);
    }

    [Fact]
    public async Task An_instance_that_continues_without_end_leaves_room_for_others_and_can_be_terminated()
    {
        Orchestrator("Endless", context =>
        {
            context.ContinueAsNew(context.GetInput<int>() + 1);
            return Task.FromResult<object?>(null);
        });
        Orchestrator("Other", context => Task.FromResult<object?>("done"));
        var endless = await Start("Endless", 0);
        await Until(async () => (await Get(endless)).ReadInputAs<int>() > 20);

        var other = await Client.WaitForInstanceCompletionAsync(await Start("Other"), getInputsAndOutputs: true);
        await Client.TerminateInstanceAsync(endless, "enough");
        await Settle();

        Assert.Equal("\"done\"", other.SerializedOutput);
        Assert.Equal("\"enough\"", (await Get(endless)).SerializedOutput);
    }

    [Fact]
    public async Task Many_instances_continue_side_by_side_and_none_gets_stuck()
    {
        Activity("Nothing", (int x) => x);
        Orchestrator("Loop", async context =>
        {
            var left = context.GetInput<int>();
            await context.CallActivityAsync<int>("Nothing", left);
            await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
            await context.CallActivityAsync<int>("Nothing", left);
            if (left > 0)
            {
                context.ContinueAsNew(left - 1);
            }

            return left;
        });
        var ids = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Start("Loop", 10)));

        var ended = new List<OrchestrationMetadata>();
        foreach (var id in ids)
        {
            ended.Add(await Finish(id));
        }

        Assert.All(ended, instance => Assert.Equal("0", instance.SerializedOutput));
    }

    public sealed class InMemory() : GenerationRules(Memory.Kept);

    public sealed class FromHistory() : GenerationRules(Memory.Replayed);
}
