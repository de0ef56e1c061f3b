using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace VideoGen.Tests.Embedded.Durable;

/// <summary>An instance is one history, and its orchestrator a function of it.</summary>
public abstract class ReplayRules(Memory memory) : DurableTest(memory)
{
    [Fact]
    public async Task Activities_in_sequence_get_their_inputs_and_give_their_results()
    {
        Activity("SayHello", (string name) => $"Hello {name}!");
        Orchestrator("Hello", async context => new[]
        {
            await context.CallActivityAsync<string>("SayHello", "Tokyo"),
            await context.CallActivityAsync<string>("sayhello", "Seattle"),
            await context.CallActivityAsync<string>("SAYHELLO", "London"),
        });

        Assert.Equal(["Hello Tokyo!", "Hello Seattle!", "Hello London!"], await Output<string[]>("Hello"));
    }

    [Fact]
    public async Task An_instance_out_of_memory_runs_from_its_start_at_every_episode()
    {
        var starts = 0;
        Activity("Nothing", (int x) => x);
        Orchestrator("Count", async context =>
        {
            starts++;
            await context.CallActivityAsync<int>("Nothing", 1);
            await context.CallActivityAsync<int>("Nothing", 2);
            return null;
        });

        await Run("Count");

        Assert.Equal(IsReplayed ? 3 : 1, starts);
    }

    [Fact]
    public async Task An_orchestrator_knows_its_name_id_input_and_that_it_has_no_parent()
    {
        Orchestrator("WhoAmI", context => Task.FromResult<object?>(new
        {
            name = context.Name.Name,
            id = context.InstanceId,
            input = context.GetInput<int[]>(),
            parent = context.Parent,
            context.Version,
        }));

        var ended = await Run("whoami", Enumerable.Range(1, 2), "me");

        Assert.Equal("""{"name":"whoami","id":"me","input":[1,2],"parent":null,"Version":""}""", ended.SerializedOutput);
    }

    [Fact]
    public async Task An_input_not_given_reads_as_the_default()
    {
        Orchestrator("NoInput", context => Task.FromResult<object?>(context.GetInput<int>() + (context.GetInput<string>() is null ? 1 : 2)));

        Assert.Equal(1, await Output<int>("NoInput"));
    }

    [Fact]
    public async Task Time_stands_still_within_an_episode_and_is_the_same_at_every_replay()
    {
        var seen = new SortedDictionary<int, HashSet<DateTime>>();
        Activity("Advance", (int seconds) =>
        {
            Time.Advance(TimeSpan.FromSeconds(seconds));
            return seconds;
        });
        Orchestrator("Clock", async context =>
        {
            void Note(int point) => (seen.TryGetValue(point, out var times) ? times : seen[point] = []).Add(context.CurrentUtcDateTime);
            Note(0);
            Time.Advance(TimeSpan.FromSeconds(1));
            Note(1);
            await context.CallActivityAsync<int>("Advance", 10);
            Note(2);
            await context.CallActivityAsync<int>("Advance", 100);
            Note(3);
            return null;
        });

        await Run("Clock");

        var times = seen.Values.Select(values => Assert.Single(values)).ToArray();
        Assert.Equal(times[0], times[1]);
        Assert.True(times[2] - times[1] >= TimeSpan.FromSeconds(10));
        Assert.True(times[3] - times[2] >= TimeSpan.FromSeconds(100));
        Assert.All(times, time => Assert.Equal(DateTimeKind.Utc, time.Kind));
    }

    [Fact]
    public async Task Old_events_are_replayed_and_new_ones_are_not()
    {
        var seen = new List<(int Point, bool Replaying)>();
        Activity("Nothing", (int x) => x);
        Orchestrator("Replaying", async context =>
        {
            seen.Add((0, context.IsReplaying));
            await context.CallActivityAsync<int>("Nothing", 1);
            seen.Add((1, context.IsReplaying));
            await context.CallActivityAsync<int>("Nothing", 2);
            seen.Add((2, context.IsReplaying));
            return null;
        });

        await Run("Replaying");

        Assert.Equal(
            IsReplayed ? [(0, false), (0, true), (1, false), (0, true), (1, true), (2, false)] : [(0, false), (1, false), (2, false)],
            seen);
    }

    [Fact]
    public async Task Log_lines_behind_a_replay_safe_logger_appear_once()
    {
        Activity("Nothing", (int x) => x);
        Orchestrator("Talk", async context =>
        {
            var logger = context.CreateReplaySafeLogger("Talk");
            logger.Log(LogLevel.Information, "before");
            await context.CallActivityAsync<int>("Nothing", 1);
            logger.Log(LogLevel.Information, "between");
            await context.CallActivityAsync<int>("Nothing", 2);
            logger.Log(LogLevel.Information, "after");
            return null;
        });

        await Run("Talk");

        Assert.Equal(["before", "between", "after"], Host.Logs.Lines.Where(line => line is "before" or "between" or "after"));
    }

    [Fact]
    public async Task New_identifiers_differ_from_each_other_and_not_between_replays()
    {
        var seen = new Dictionary<int, HashSet<Guid>>();
        Activity("Nothing", (int x) => x);
        Orchestrator("Guids", async context =>
        {
            for (var point = 0; point < 6; point++)
            {
                (seen.TryGetValue(point, out var ids) ? ids : seen[point] = []).Add(context.NewGuid());
                if (point % 2 == 1)
                {
                    await context.CallActivityAsync<int>("Nothing", point);
                }
            }

            return null;
        });

        await Run("Guids");

        var all = seen.Values.Select(ids => Assert.Single(ids)).ToArray();
        Assert.Equal(6, all.Distinct().Count());
        Assert.All(all, id => Assert.Equal((5, 0b10), (id.Version, id.Variant >> 2)));
    }

    [Fact]
    public async Task Every_durable_action_takes_the_next_sequence_number()
    {
        Activity("Fail", (int x) => x == 0 ? throw new AppException("no") : x);
        Orchestrator("Child", context => Task.FromResult<object?>(1));
        Orchestrator("Numbers", async context =>
        {
            await context.CallActivityAsync<int>("Fail", 1);                                            // 0
            await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);                  // 1
            context.SendEvent("nobody", "Event", 1);                                                     // 2
            await context.CallSubOrchestratorAsync<int>("Child");                                        // 3
            context.SetCustomStatus("no number");
            context.NewGuid();
            try
            {
                await context.CallActivityAsync<int>("Fail", 0);                                         // 4
            }
            catch (TaskFailedException failed)
            {
                return failed.TaskId;
            }

            return null;
        });

        Assert.Equal(4, await Output<int>("Numbers"));
    }

    [Fact]
    public async Task Awaits_of_the_framework_that_stay_on_the_thread_are_legal()
    {
        Activity("Square", (int x) => x * x);
        Orchestrator("Legal", async context =>
        {
            await Task.Yield();
            var squares = await Task.WhenAll(Enumerable.Range(1, 3).Select(x => context.CallActivityAsync<int>("Square", x)));
            await Task.CompletedTask;
            return await Later(context.CallActivityAsync<int>("Square", squares.Sum()));

            static async Task<int> Later(Task<int> square)
            {
                await Task.Yield();
                return await square + 1;
            }
        });

        Assert.Equal((14 * 14) + 1, await Output<int>("Legal"));
    }

    [Fact]
    public async Task Waiting_for_anything_but_durable_tasks_fails_the_instance()
    {
        var outside = new TaskCompletionSource();
        Orchestrator("RealWait", async context => await outside.Task);

        var failed = await Run("RealWait");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal(
            "System.InvalidOperationException: An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks in an orchestrator function's implementation or by middleware that invokes asynchronous code.",
            failed.SerializedOutput);
    }

    [Fact]
    public async Task Real_input_and_output_beside_an_open_activity_fails_the_instance()
    {
        var outside = new TaskCompletionSource();
        Activity("Finish", (int x) =>
        {
            outside.TrySetResult();
            return x;
        });
        Orchestrator("RealWait", async context =>
        {
            var activity = context.CallActivityAsync<int>("Finish", 1);
            outside = new TaskCompletionSource();
            await outside.Task;
            return await activity;
        });

        var failed = await Run("RealWait");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.True(failed.FailureDetails!.IsCausedBy<InvalidOperationException>());
    }

    [Fact]
    public async Task The_context_cannot_be_used_from_another_thread()
    {
        var thrown = new TaskCompletionSource<Exception?>();
        Orchestrator("OffThread", async context =>
        {
            var other = new Thread(() => thrown.TrySetResult(Record.Exception(() => { context.CallActivityAsync("Nothing"); })));
            other.Start();
            other.Join();
            await Task.CompletedTask;
        });

        await Run("OffThread");

        Assert.IsType<InvalidOperationException>(await thrown.Task);
    }

    [Fact]
    public async Task An_instance_is_not_finished_while_a_timer_it_started_is_open()
    {
        Orchestrator("Forgetful", context =>
        {
            _ = context.CreateTimer(TimeSpan.FromHours(24), CancellationToken.None);
            return Task.FromResult<object?>("returned");
        });

        var id = await StartAndSettle("Forgetful");
        await Advance(TimeSpan.FromHours(23));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await Get(id)).RuntimeStatus);
        await Advance(TimeSpan.FromHours(1));

        Assert.Equal("\"returned\"", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task An_instance_is_not_finished_while_an_activity_or_a_sub_orchestration_is_open()
    {
        var gate = new TaskCompletionSource<int>();
        ActivityAsync("Gate", (int _) => gate.Task);
        Orchestrator("Child", async context => await context.WaitForExternalEvent<int>("Go"));
        Orchestrator("Forgetful", context =>
        {
            _ = context.CallActivityAsync<int>("Gate", 1);
            _ = context.CallSubOrchestratorAsync<int>("Child", options: new SubOrchestrationOptions(instanceId: "child"));
            return Task.FromResult<object?>("returned");
        });

        var id = await Start("Forgetful");
        await Until(async () => await Client.GetInstanceAsync("child") is { IsRunning: true });
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await Get(id)).RuntimeStatus);
        gate.SetResult(1);
        await Settle();
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await Get(id)).RuntimeStatus);
        await Raise("child", "Go", 1);

        Assert.Equal("\"returned\"", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task Waiting_for_an_event_does_not_keep_an_instance_open()
    {
        Orchestrator("Forgetful", context =>
        {
            _ = context.WaitForExternalEvent<int>("Never");
            return Task.FromResult<object?>("returned");
        });

        Assert.Equal("returned", await Output<string>("Forgetful"));
    }

    [Fact]
    public async Task Values_travel_as_JSON_by_runtime_type_with_names_as_declared()
    {
        Activity("Raw", (System.Text.Json.JsonElement input) => input.GetRawText());
        Orchestrator("Payloads", async context =>
        {
            object derived = new Derived("base", "derived");
            return new[]
            {
                await context.CallActivityAsync<string>("Raw", derived),
                await context.CallActivityAsync<string>("Raw", (1, 2)),
                await context.CallActivityAsync<string>("Raw", new { Day = DayOfWeek.Friday, Nothing = (string?)null }),
            };
        });

        Assert.Equal(["""{"Own":"derived","Name":"base"}""", "{}", """{"Day":5,"Nothing":null}"""], await Output<string[]>("Payloads"));
    }

    [Fact]
    public async Task Options_given_as_the_input_are_refused()
    {
        Orchestrator("Mistake", async context =>
        {
            object options = new TaskOptions(new RetryPolicy(2, TimeSpan.FromSeconds(1)));
            await Assert.ThrowsAsync<ArgumentException>(async () => await context.CallActivityAsync<int>("Any", options));
            return "refused";
        });

        Assert.Equal("refused", await Output<string>("Mistake"));
    }

    private record Base(string Name);

    private sealed record Derived(string Name, string Own) : Base(Name);

    public sealed class InMemory() : ReplayRules(Memory.Kept);

    public sealed class FromHistory() : ReplayRules(Memory.Replayed);
}
