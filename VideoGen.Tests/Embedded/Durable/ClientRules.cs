using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Tests.Embedded.Durable;

/// <summary>What the client shows, waits for, lists and purges.</summary>
public abstract class ClientRules(Memory memory) : DurableTest(memory)
{
    private void Declare()
    {
        Orchestrator("Waiter", async context => await context.WaitForExternalEvent<string>("Go"));
        Orchestrator("Echo", context => Task.FromResult<object?>(context.GetInput<object>()));
        Orchestrator("Fails", context => throw new AppException("no"));
    }

    [Fact]
    public async Task Input_output_status_and_failure_are_there_only_when_asked_for()
    {
        Declare();
        Orchestrator("Fails", context =>
        {
            context.SetCustomStatus("about to fail");
            throw new AppException("no");
        });
        await Run("Fails", new { a = 1 }, "fails");

        var bare = (await Client.GetInstanceAsync("fails"))!;
        var whole = await Get("fails");

        Assert.Equal(("Fails", "fails", OrchestrationRuntimeStatus.Failed), (bare.Name, bare.InstanceId, bare.RuntimeStatus));
        Assert.Equal((null, null, null, null), (bare.SerializedInput, bare.SerializedOutput, bare.SerializedCustomStatus, bare.FailureDetails));
        Assert.Throws<InvalidOperationException>(() => bare.ReadInputAs<object>());
        Assert.Equal(("""{"a":1}""", "\"about to fail\"", "no"), (whole.SerializedInput, whole.SerializedCustomStatus, whole.FailureDetails!.ErrorMessage));
    }

    [Fact]
    public async Task An_unknown_instance_is_null() =>
        Assert.Null(await Client.GetInstanceAsync("unknown", getInputsAndOutputs: true));

    [Fact]
    public async Task A_start_is_seen_at_once()
    {
        Declare();

        var id = await Start("Waiter");

        Assert.NotNull(await Client.GetInstanceAsync(id));
    }

    [Fact]
    public async Task Waiting_for_the_start_ends_when_the_instance_has_begun()
    {
        Declare();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Waiter", new StartOrchestrationOptions(StartAt: Time.GetUtcNow().AddHours(1)));
        var waiting = Client.WaitForInstanceStartAsync(id);
        await Settle();
        Assert.False(waiting.IsCompleted);

        Time.Advance(TimeSpan.FromHours(1));

        Assert.True((await waiting.WaitAsync(TimeSpan.FromSeconds(30))).IsRunning);
    }

    [Fact]
    public async Task Waiting_for_the_end_gives_what_was_asked_for()
    {
        Declare();
        var id = await StartAndSettle("Waiter", 1);
        var bare = Client.WaitForInstanceCompletionAsync(id);
        var whole = Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);

        await Client.RaiseEventAsync(id, "Go", "went");

        Assert.Null((await bare).SerializedOutput);
        Assert.Equal("went", (await whole).ReadOutputAs<string>());
        Assert.Equal("went", (await Client.WaitForInstanceCompletionAsync(id, true)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_wait_ends_when_it_is_cancelled()
    {
        Declare();
        var id = await StartAndSettle("Waiter");
        using var stop = new CancellationTokenSource();
        var waiting = Client.WaitForInstanceCompletionAsync(id, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_cancelled_call_starts_nothing()
    {
        Declare();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Client.ScheduleNewOrchestrationInstanceAsync("Echo", new StartOrchestrationOptions("never"), new CancellationToken(canceled: true)));
        Assert.Null(await Client.GetInstanceAsync("never"));
    }

    [Fact]
    public async Task Instances_are_listed_page_by_page_each_of_them_once()
    {
        Declare();
        foreach (var number in Enumerable.Range(0, 25))
        {
            await Start("Echo", number, $"list-{number}");
        }

        await Start("Echo", 1, "other");
        await Settle();
        var pages = new List<Page<OrchestrationMetadata>>();
        await foreach (var page in Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "list-", PageSize: 10)).AsPages())
        {
            pages.Add(page);
        }

        Assert.Equal([10, 10, 5], pages.Select(page => page.Values.Count));
        Assert.Null(pages[^1].ContinuationToken);
        Assert.Equal(25, pages.SelectMany(page => page.Values).Select(instance => instance.InstanceId).Distinct().Count());
    }

    [Fact]
    public async Task A_listing_goes_on_from_its_token()
    {
        Declare();
        foreach (var number in Enumerable.Range(0, 5))
        {
            await Start("Echo", number, $"{number}");
        }

        var first = await Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 2)).AsPages().FirstAsync();
        var rest = await Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 2, ContinuationToken: first.ContinuationToken)).ToListAsync();
        var hinted = await Client.GetAllInstancesAsync().AsPages(first.ContinuationToken, 1).FirstAsync();

        Assert.Equal(2, first.Values.Count);
        Assert.Equal(5, first.Values.Concat(rest).Select(instance => instance.InstanceId).Distinct().Count());
        Assert.Equal(rest[0].InstanceId, Assert.Single(hinted.Values).InstanceId);
    }

    [Fact]
    public async Task A_listing_is_filtered_by_status_and_time_of_creation()
    {
        Declare();
        await Run("Echo", 1, "old");
        Time.Advance(TimeSpan.FromHours(1));
        var noon = Time.GetUtcNow();
        await Run("Echo", 1, "done");
        await Run("Fails", 1, "failed");
        await StartAndSettle("Waiter", id: "running");

        Assert.Equal(["done", "failed", "running"], await List(new OrchestrationQuery(CreatedFrom: noon)));
        Assert.Equal(["old"], await List(new OrchestrationQuery(CreatedTo: noon.AddMinutes(-1))));
        Assert.Equal(["failed", "running"], await List(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Running])));
        Assert.Equal(["done"], await List(new OrchestrationQuery(noon, noon, [OrchestrationRuntimeStatus.Completed])));
        Assert.Equal(["done", "failed", "old", "running"], await List(new OrchestrationQuery()));
    }

    [Theory]
    [InlineData(true, "1")]
    [InlineData(false, null)]
    public async Task A_listing_has_inputs_and_outputs_only_when_asked_for(bool fetch, string? expected)
    {
        Declare();
        await Run("Echo", 1);

        var listed = await Client.GetAllInstancesAsync(new OrchestrationQuery(FetchInputsAndOutputs: fetch)).FirstAsync();

        Assert.Equal((expected, expected), (listed.SerializedInput, listed.SerializedOutput));
    }

    [Fact]
    public async Task A_prefix_is_taken_literally_and_with_its_case()
    {
        Declare();
        await Run("Echo", 1, "a_b");
        await Run("Echo", 1, "axb");
        await Run("Echo", 1, "A_b");

        Assert.Equal(["a_b"], await List(new OrchestrationQuery(InstanceIdPrefix: "a_")));
    }

    [Fact]
    public async Task A_purged_instance_is_unknown()
    {
        Declare();
        await Run("Echo", 1, "echo");

        Assert.Equal(1, (await Client.PurgeInstanceAsync("echo")).PurgedInstanceCount);
        Assert.Null(await Client.GetInstanceAsync("echo"));
        Assert.Equal(0, (await Client.PurgeInstanceAsync("echo")).PurgedInstanceCount);
    }

    [Fact]
    public async Task An_instance_that_has_not_ended_is_not_purged()
    {
        Declare();
        var id = await StartAndSettle("Waiter");

        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.PurgeInstanceAsync(id));
        Assert.NotNull(await Client.GetInstanceAsync(id));
    }

    [Fact]
    public async Task A_purge_of_many_takes_only_finished_ones_in_its_span_and_statuses()
    {
        Declare();
        await Run("Echo", 1, "old");
        Time.Advance(TimeSpan.FromHours(1));
        var noon = Time.GetUtcNow();
        await Run("Echo", 1, "done");
        await Run("Fails", 1, "failed");
        await StartAndSettle("Waiter", id: "running");

        var failed = await Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(noon, null, [OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Running]));
        Assert.Equal(1, failed.PurgedInstanceCount);
        Assert.Equal(["done", "old", "running"], await List(new OrchestrationQuery()));

        var rest = await Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(noon, Time.GetUtcNow()));
        Assert.Equal(1, rest.PurgedInstanceCount);
        Assert.Equal(["old", "running"], await List(new OrchestrationQuery()));
    }

    [Fact]
    public async Task A_purge_of_many_demands_the_beginning_of_its_span() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Client.PurgeAllInstancesAsync(new PurgeInstancesFilter()));

    [Fact]
    public async Task A_purged_id_can_be_used_again()
    {
        Declare();
        await Run("Echo", 1, "echo");
        await Client.PurgeInstanceAsync("echo");

        Assert.Equal("2", (await Run("Echo", 2, "echo")).SerializedOutput);
    }

    [Fact]
    public async Task Large_payloads_pass_unharmed()
    {
        var large = new string('é', 1_000_000);
        Activity("Echo", (string text) => text);
        Orchestrator("Large", async context =>
        {
            var payload = await context.WaitForExternalEvent<string>("Go");
            return await context.CallActivityAsync<string>("Echo", payload) == context.GetInput<string>() ? payload : "changed";
        });
        var id = await StartAndSettle("Large", large);
        await Raise(id, "Go", large);

        Assert.Equal(large, (await Get(id)).ReadOutputAs<string>());
    }

    private async Task<IEnumerable<string>> List(OrchestrationQuery query) =>
        (await Client.GetAllInstancesAsync(query).ToListAsync()).Select(instance => instance.InstanceId).Order(StringComparer.Ordinal);

    public sealed class InMemory() : ClientRules(Memory.Kept);

    public sealed class FromHistory() : ClientRules(Memory.Replayed);
}
