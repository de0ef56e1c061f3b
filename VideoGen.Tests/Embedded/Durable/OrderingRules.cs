using Microsoft.DurableTask;

namespace VideoGen.Tests.Embedded.Durable;

/// <summary>One instance does one thing at a time, in the order in which messages came.</summary>
public abstract class OrderingRules(Memory memory) : DurableTest(memory)
{
    [Fact]
    public async Task Results_of_a_fan_out_stand_in_the_order_of_the_calls()
    {
        var gates = Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource<int>()).ToArray();
        ActivityAsync("Square", async (int x) =>
        {
            var square = x == 4 ? 16 : await gates[x + 1].Task - (2 * x) - 1;
            gates[x].SetResult(square);
            return square;
        });
        Orchestrator("FanOut", async context => await Task.WhenAll(Enumerable.Range(0, 5).Select(x => context.CallActivityAsync<int>("Square", x))));

        Assert.Equal("[0,1,4,9,16]", (await Run("FanOut")).SerializedOutput);
    }

    [Fact]
    public async Task A_wide_fan_out_completes()
    {
        Activity("Square", (int x) => x * x);
        Orchestrator("FanOut", async context => (await Task.WhenAll(Enumerable.Range(0, 500).Select(x => context.CallActivityAsync<int>("Square", x)))).Sum());

        Assert.Equal(Enumerable.Range(0, 500).Sum(x => x * x), await Output<int>("FanOut"));
    }

    [Fact]
    public async Task The_first_of_several_is_the_first_that_was_processed()
    {
        var slow = new TaskCompletionSource<string>();
        ActivityAsync("Slow", (int _) => slow.Task);
        Activity("Fast", (int _) => "fast");
        Orchestrator("Race", async context =>
        {
            var both = new[] { context.CallActivityAsync<string>("Slow", 1), context.CallActivityAsync<string>("Fast", 1) };
            var first = await await Task.WhenAny(both);
            context.SetCustomStatus(first);
            slow.TrySetResult("slow");
            await Task.WhenAll(both);
            return first;
        });

        Assert.Equal("fast", await Output<string>("Race"));
    }

    [Fact]
    public async Task Events_of_one_client_are_received_in_the_order_they_were_raised()
    {
        Orchestrator("Collect", async context =>
        {
            var received = new List<int>();
            for (var count = 0; count < 50; count++)
            {
                received.Add(await context.WaitForExternalEvent<int>("Item"));
            }

            return received;
        });

        var id = await Start("Collect");
        foreach (var item in Enumerable.Range(0, 50))
        {
            await Client.RaiseEventAsync(id, "Item", item);
        }

        Assert.Equal(Enumerable.Range(0, 50), (await Finish(id)).ReadOutputAs<int[]>());
    }

    [Fact]
    public async Task Many_instances_side_by_side_do_not_mix()
    {
        Activity("Add", (int[] pair) => pair[0] + pair[1]);
        Orchestrator("Sum", async context =>
        {
            var sum = 0;
            foreach (var step in Enumerable.Range(1, 4))
            {
                sum = await context.CallActivityAsync<int>("Add", new[] { sum, step * context.GetInput<int>() });
            }

            return sum;
        });

        var ids = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Start("Sum", n)));
        await Settle();

        var sums = await Task.WhenAll(ids.Select(async id => (await Get(id)).ReadOutputAs<int>()));
        Assert.Equal(Enumerable.Range(0, 100).Select(n => 10 * n), sums);
    }

    [Fact]
    public async Task A_sub_orchestration_runs_under_its_own_id_and_knows_its_parent()
    {
        Orchestrator("Child", context => Task.FromResult<object?>(
            new Family(context.GetInput<string>()!, context.InstanceId, context.Parent!.InstanceId, context.Parent.Name)));
        Orchestrator("Parent", async context => new[]
        {
            await context.CallSubOrchestratorAsync<Family>("Child", "first"),
            await context.CallSubOrchestratorAsync<Family>("child", "second", new TaskOptions().WithInstanceId(context.InstanceId + "-child")),
        });

        var ended = await Run("Parent", id: "parent");

        var children = ended.ReadOutputAs<Family[]>()!;
        Assert.Equal(new Family("first", children[0].Id, "parent", "Parent"), children[0]);
        Assert.True(Guid.TryParseExact(children[0].Id, "N", out _));
        Assert.Equal(new Family("second", "parent-child", "parent", "Parent"), children[1]);
        Assert.Equal("\"second\"", (await Get("parent-child")).SerializedInput);
    }

    [Fact]
    public async Task A_sub_orchestration_has_the_tags_and_the_version_it_was_called_with()
    {
        Orchestrator("Child", context => Task.FromResult<object?>(context.Version));
        Orchestrator("Parent", async context => new[]
        {
            await context.CallSubOrchestratorAsync<string>("Child", null, new SubOrchestrationOptions(
                new TaskOptions(new RetryPolicy(2, TimeSpan.FromSeconds(1)), new Dictionary<string, string> { ["who"] = "child" }), "child") { Version = "2" }),
            await context.CallSubOrchestratorAsync<string>("Child"),
        });
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Parent", new StartOrchestrationOptions { Version = "1" });

        Assert.Equal("""["2",""]""", (await Finish(id)).SerializedOutput);
        Assert.Equal("child", (await Get("child")).Tags["who"]);
    }

    private sealed record Family(string Input, string Id, string ParentId, string ParentName);

    public sealed class InMemory() : OrderingRules(Memory.Kept);

    public sealed class FromHistory() : OrderingRules(Memory.Replayed);
}
