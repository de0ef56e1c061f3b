using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using VideoGen.Embedded.Durable;
using VideoGen.Embedded.Storage;

namespace VideoGen.Tests.Embedded.Durable;

/// <summary>Many instances at once: crashes at any moment, more instances than memory, ten thousand that wait.</summary>
public abstract class CrowdTests(Memory memory) : DurableTest(memory)
{
    private const int Instances = 20;
    private const int Steps = 6;

    private static string Id(int number) => $"steps-{number}";

    /// <summary>Orchestrators of six activities each, that report to one collector; the log has the activities in the order they began.</summary>
    private static ConcurrentDictionary<string, ConcurrentQueue<int>> DeclareSteps(DurableHost host)
    {
        var begun = new ConcurrentDictionary<string, ConcurrentQueue<int>>();
        host.Functions.Activity<int, int>("Step", async (id, step, _) =>
        {
            begun.GetOrAdd(id, _ => new()).Enqueue(step);
            await Wait(500);
            return step;
        });
        host.Functions.Orchestrator("Steps", async context =>
        {
            var done = new List<int>();
            for (var step = 0; step < Steps; step++)
            {
                done.Add(await context.CallActivityAsync<int>("Step", step));
                if (step % 2 == 1)
                {
                    context.SendEvent("collector", "Item", $"{context.InstanceId} {step}");
                    await context.CreateTimer(context.CurrentUtcDateTime, CancellationToken.None);
                }
            }

            return done;
        });
        host.Functions.Orchestrator("Collector", async context =>
        {
            var items = new List<string>();
            while (items.Count < Instances * Steps / 2)
            {
                items.Add(await context.WaitForExternalEvent<string>("Item"));
            }

            return items;
        });
        return begun;
    }

    private static async Task AssertAllEnd(DurableHost host)
    {
        await host.SettleAsync();
        foreach (var number in Enumerable.Range(0, Instances))
        {
            Assert.Equal("[0,1,2,3,4,5]", (await host.FinishAsync(Id(number))).SerializedOutput);
        }

        var collected = (await host.FinishAsync("collector")).ReadOutputAs<string[]>()!;
        Assert.Equal(collected.Length, collected.Distinct().Count());
    }

    private static async Task Wait(int turns)
    {
        for (; turns > 0; turns--)
        {
            await Task.Yield();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Crashes_at_any_moment_lose_nothing_and_repeat_nothing_that_was_stored(int seed)
    {
        var random = new Random(seed);
        var begun = DeclareSteps(Host);
        await Start("Collector", id: "collector");
        await Task.WhenAll(Enumerable.Range(0, Instances).Select(number => Start("Steps", id: Id(number))));
        for (var crashes = 0; crashes < 15; crashes++)
        {
            await Wait(random.Next(2_000));
            await Host.CrashAsync();
            Host.Start();
        }

        await AssertAllEnd(Host);
        Assert.All(begun.Values, steps => Assert.Equal(steps.Order(), steps));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task What_is_on_the_disk_at_any_moment_leads_to_the_same_end(int seed)
    {
        var random = new Random(seed);
        var begun = DeclareSteps(Host);
        var others = new List<(DurableHost Host, Dictionary<string, int> Before)>();
        await Start("Collector", id: "collector");
        await Task.WhenAll(Enumerable.Range(0, Instances).Select(number => Start("Steps", id: Id(number))));
        for (var snapshots = 0; snapshots < 8; snapshots++)
        {
            await Wait(random.Next(200));
            var other = new DurableHost(new EngineOptions());
            others.Add((other, begun.ToDictionary(pair => pair.Key, pair => pair.Value.Max())));
            Host.CopyTo(other);
        }

        foreach (var (other, before) in others)
        {
            await using var host = other;
            var again = DeclareSteps(other);
            other.Start();

            await AssertAllEnd(other);
            Assert.All(again, pair => Assert.True(pair.Value.Min() >= before.GetValueOrDefault(pair.Key), $"{pair.Key} repeated a stored step."));
        }

        await AssertAllEnd(Host);
    }

    [Fact]
    public async Task Ten_thousand_waiting_instances_are_taken_up_again()
    {
        const int count = 10_000;
        Orchestrator("Waiter", async context =>
        {
            using var stop = new CancellationTokenSource();
            var call = context.WaitForExternalEvent<int>("Call");
            var timer = context.CreateTimer(TimeSpan.FromHours(1), stop.Token);
            if (await Task.WhenAny(call, timer) == timer)
            {
                return "timer";
            }

            stop.Cancel();
            return "event";
        });
        await Task.WhenAll(Enumerable.Range(0, count).Select(n => Start("Waiter", id: $"{n}")));
        await Settle();

        await Host.RestartAsync();
        Assert.Equal(count, Host.Engine.OpenInstances);
        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(n => Client.RaiseEventAsync($"{n}", "Call", n)));
        await Advance(TimeSpan.FromHours(1));

        var ended = await Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 1_000, FetchInputsAndOutputs: true)).ToListAsync();
        Assert.Equal(1_000, ended.Count(instance => instance.SerializedOutput == "\"event\""));
        Assert.Equal(count - 1_000, ended.Count(instance => instance.SerializedOutput == "\"timer\""));
    }

    [Fact]
    public async Task No_more_activities_run_at_once_than_allowed()
    {
        int running = 0, most = 0;
        await using var host = new DurableHost(new EngineOptions { MaxConcurrentActivities = 3 });
        host.Functions.Activity<int, int>("Work", async (_, x, _) =>
        {
            var now = Interlocked.Increment(ref running);
            lock (host)
            {
                most = Math.Max(most, now);
            }

            await Wait(50);
            Interlocked.Decrement(ref running);
            return x;
        });
        host.Functions.Orchestrator("Wide", async context => (await Task.WhenAll(Enumerable.Range(0, 40).Select(x => context.CallActivityAsync<int>("Work", x)))).Sum());
        host.Start();

        var ended = await host.FinishAsync(await host.Client.ScheduleNewOrchestrationInstanceAsync("Wide"));

        Assert.Equal(780, ended.ReadOutputAs<int>());
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task More_instances_than_may_stay_in_memory_go_on_from_their_histories()
    {
        await using var host = new DurableHost(new EngineOptions { MaxLiveInstances = 8 });
        host.Functions.Activity<int, int>("Add", (_, x, _) => Task.FromResult(x + 1));
        host.Functions.Orchestrator("Count", async context =>
        {
            var sum = 0;
            for (var round = 0; round < 5; round++)
            {
                await context.WaitForExternalEvent<int>("Next");
                sum = await context.CallActivityAsync<int>("Add", sum);
            }

            return sum;
        });
        host.Start();
        var ids = Enumerable.Range(0, 64).Select(n => $"{n}").ToArray();
        await Task.WhenAll(ids.Select(id => host.Client.ScheduleNewOrchestrationInstanceAsync("Count", new StartOrchestrationOptions(id))));
        for (var round = 0; round < 5; round++)
        {
            await host.SettleAsync();
            await Task.WhenAll(ids.Select(id => host.Client.RaiseEventAsync(id, "Next", round)));
        }

        var outputs = await Task.WhenAll(ids.Select(async id => (await host.FinishAsync(id)).SerializedOutput));
        Assert.All(outputs, output => Assert.Equal("5", output));
    }

    [Fact]
    public async Task Instances_that_have_ended_and_generations_that_are_over_are_forgotten()
    {
        Orchestrator("Short", context => Task.FromResult<object?>(1));
        Orchestrator("Poll", async context =>
        {
            if (context.GetInput<int>() is > 0 and var left)
            {
                await context.WaitForExternalEvent<int>("Next");
                context.ContinueAsNew(left - 1);
            }

            return null;
        });
        await StartAndSettle("Poll", 200, "poll");
        for (var round = 0; round < 200; round++)
        {
            await Start("Short");
            await Client.RaiseEventAsync("poll", "Next", round);
        }

        await Settle();

        Assert.InRange(Host.Engine.EvictionCandidates, 0, 3);
        Assert.Equal(0, Host.Engine.OpenInstances);
    }

    [Fact]
    public void A_second_host_on_the_same_folder_is_refused() =>
        Assert.Contains(Host.Folder, Assert.Throws<DataFolderInUseException>(() => DataFolder.Open(Host.Folder, Time)).Message, StringComparison.Ordinal);

    public sealed class InMemory() : CrowdTests(Memory.Kept);

    public sealed class FromHistory() : CrowdTests(Memory.Replayed);
}
