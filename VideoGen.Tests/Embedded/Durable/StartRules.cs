using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using VideoGen.Embedded.Durable;

namespace VideoGen.Tests.Embedded.Durable;

/// <summary>Ids, their reuse, and starts in the future.</summary>
public abstract class StartRules(Memory memory) : DurableTest(memory)
{
    private void DeclareWaiter() => Orchestrator("Waiter", async context =>
    {
        context.SetCustomStatus("waiting");
        return await context.WaitForExternalEvent<string>("Go");
    });

    private void DeclareEcho() => Orchestrator("Echo", context => Task.FromResult<object?>(context.GetInput<object>()));

    [Fact]
    public async Task Without_an_id_an_instance_gets_a_new_one_of_32_digits()
    {
        DeclareEcho();

        var first = await Start("Echo");
        var second = await Start("Echo");

        Assert.True(Guid.TryParseExact(first, "N", out _));
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData("@begins-with-at")]
    [InlineData("a/b")]
    [InlineData(@"a\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\tb")]
    [InlineData("a\u007Fb")]
    public async Task Ids_that_cannot_be_stored_are_refused(string id)
    {
        DeclareEcho();

        await Assert.ThrowsAsync<ArgumentException>(() => Start("Echo", id: id));
        Assert.Null(await Client.GetInstanceAsync(id));
    }

    [Fact]
    public async Task Ids_are_at_most_256_characters_long()
    {
        DeclareEcho();

        Assert.Equal(new string('x', 256), await Start("Echo", id: new string('x', 256)));
        await Assert.ThrowsAsync<ArgumentException>(() => Start("Echo", id: new string('x', 257)));
    }

    [Theory]
    [InlineData("has a space")]
    [InlineData("größe-日本")]
    [InlineData("a@b")]
    public async Task Unusual_ids_are_kept_as_they_are(string id)
    {
        DeclareEcho();

        Assert.Equal(id, (await Run("Echo", 1, id)).InstanceId);
    }

    [Fact]
    public async Task Ids_differ_by_case()
    {
        DeclareEcho();

        await Run("Echo", 1, "id");
        await Run("Echo", 2, "ID");

        Assert.Equal("1", (await Get("id")).SerializedOutput);
        Assert.Equal("2", (await Get("ID")).SerializedOutput);
    }

    [Fact]
    public async Task A_start_is_refused_while_an_instance_of_that_id_runs()
    {
        DeclareWaiter();
        await StartAndSettle("Waiter", 1, "id");

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => Start("Waiter", 2, "id"));
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => Start("Waiter", 2, "id"));
        Assert.Equal("1", (await Get("id")).SerializedInput);
    }

    [Fact]
    public async Task A_start_is_refused_while_an_instance_of_that_id_is_pending_or_suspended()
    {
        DeclareWaiter();
        await Client.ScheduleNewOrchestrationInstanceAsync("Waiter", new StartOrchestrationOptions("pending", Time.GetUtcNow().AddHours(1)));
        await StartAndSettle("Waiter", id: "suspended");
        await Client.SuspendInstanceAsync("suspended");
        await Settle();

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => Start("Waiter", id: "pending"));
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => Start("Waiter", id: "suspended"));
    }

    [Fact]
    public async Task A_finished_instance_is_replaced_by_a_start_of_its_id()
    {
        DeclareWaiter();
        Orchestrator("Fails", context => throw new AppException("first"));
        await Run("Fails", "old", "id");
        Time.Advance(TimeSpan.FromMinutes(1));

        await StartAndSettle("Waiter", "new", "id");

        var replaced = await Get("id");
        Assert.Equal(("Waiter", OrchestrationRuntimeStatus.Running, "\"new\"", "\"waiting\""), (replaced.Name, replaced.RuntimeStatus, replaced.SerializedInput, replaced.SerializedCustomStatus));
        Assert.Null(replaced.FailureDetails);
        Assert.Null(replaced.SerializedOutput);
        Assert.Equal(Time.GetUtcNow(), replaced.CreatedAt);
    }

    [Fact]
    public async Task A_replaced_instance_gets_nothing_that_was_meant_for_the_old_one()
    {
        var gate = new TaskCompletionSource<string>();
        ActivityAsync("Late", (int _) => gate.Task);
        DeclareWaiter();
        Orchestrator("Old", async context => await context.CallActivityAsync<string>("Late", 1));
        await Start("Old", id: "id");
        await Client.WaitForInstanceStartAsync("id");
        await Client.TerminateInstanceAsync("id");
        await Client.WaitForInstanceCompletionAsync("id");

        await Start("Waiter", id: "id");
        await Client.WaitForInstanceStartAsync("id");
        gate.SetResult("late");
        await Settle();

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await Get("id")).RuntimeStatus);
        await Raise("id", "Go", "in time");
        Assert.Equal("\"in time\"", (await Get("id")).SerializedOutput);
    }

    [Fact]
    public async Task With_every_status_listed_a_repeated_start_is_refused_for_good()
    {
        DeclareEcho();
        var once = new StartOrchestrationOptions("id").WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        await Client.ScheduleNewOrchestrationInstanceAsync("Echo", 1, once);
        await Settle();

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => Client.ScheduleNewOrchestrationInstanceAsync("Echo", 2, once));
        Assert.Equal("1", (await Get("id")).SerializedOutput);
    }

    [Fact]
    public async Task A_status_that_is_not_listed_gives_way()
    {
        DeclareEcho();
        await Run("Echo", 1, "id");

        await Client.ScheduleNewOrchestrationInstanceAsync("Echo", 2, new StartOrchestrationOptions("id").WithDedupeStatuses(OrchestrationRuntimeStatus.Failed));
        await Settle();

        Assert.Equal("2", (await Get("id")).SerializedOutput);
    }

    [Fact]
    public async Task A_running_instance_that_may_be_replaced_is_terminated_first()
    {
        DeclareWaiter();
        await StartAndSettle("Waiter", 1, "id");

        await Client.ScheduleNewOrchestrationInstanceAsync("Waiter", 2, new StartOrchestrationOptions("id").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed));
        await Settle();

        var replaced = await Get("id");
        Assert.Equal(("2", OrchestrationRuntimeStatus.Running), (replaced.SerializedInput, replaced.RuntimeStatus));
    }

    [Fact]
    public async Task To_refuse_terminated_and_to_replace_running_contradict_each_other()
    {
        DeclareEcho();
        var options = new StartOrchestrationOptions("id").WithDedupeStatuses(OrchestrationRuntimeStatus.Terminated);

        await Assert.ThrowsAsync<ArgumentException>(() => Client.ScheduleNewOrchestrationInstanceAsync("Echo", 1, options));
    }

    [Fact]
    public async Task A_status_of_no_meaning_is_refused()
    {
        DeclareEcho();
        var options = new StartOrchestrationOptions("id") { DedupeStatuses = ["Sleeping"] };

        await Assert.ThrowsAsync<ArgumentException>(() => Client.ScheduleNewOrchestrationInstanceAsync("Echo", 1, options));
    }

    [Fact]
    public async Task Where_any_state_may_be_replaced_a_start_ends_the_running_instance()
    {
        await using var host = new DurableHost(new EngineOptions { MayReplaceRunningInstances = true });
        host.Functions.Orchestrator("Waiter", async context => await context.WaitForExternalEvent<string>("Go"));
        host.Start();
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", 1, new StartOrchestrationOptions("id"));
        await host.SettleAsync();

        await host.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", 2, new StartOrchestrationOptions("id"));
        await host.SettleAsync();

        var replaced = (await host.Client.GetInstanceAsync("id", getInputsAndOutputs: true))!;
        Assert.Equal(("2", OrchestrationRuntimeStatus.Running), (replaced.SerializedInput, replaced.RuntimeStatus));
    }

    [Fact]
    public async Task Of_many_starts_of_one_id_at_once_exactly_one_succeeds()
    {
        DeclareWaiter();

        var refused = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Record.ExceptionAsync(() => Start("Waiter", n, "id")).AsTask()));

        Assert.Single(refused, thrown => thrown is null);
        Assert.Equal(19, refused.Count(thrown => thrown is OrchestrationAlreadyExistsException));
    }

    [Fact]
    public async Task A_start_in_the_future_is_pending_until_then()
    {
        Orchestrator("When", context => Task.FromResult<object?>(context.CurrentUtcDateTime));
        var at = Time.GetUtcNow().AddHours(2);
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("When", new StartOrchestrationOptions(StartAt: at));

        await Advance(TimeSpan.FromMinutes(119));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await Get(id)).RuntimeStatus);
        await Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(at.UtcDateTime, (await Get(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task A_start_in_the_past_is_a_start_now()
    {
        DeclareEcho();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Echo", 1, new StartOrchestrationOptions(StartAt: Time.GetUtcNow().AddHours(-1)));
        await Settle();

        Assert.True((await Get(id)).IsCompleted);
    }

    [Fact]
    public async Task An_instance_that_has_not_begun_can_be_terminated_and_never_runs()
    {
        var ran = false;
        Orchestrator("Never", context => Task.FromResult<object?>(ran = true));
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Never", new StartOrchestrationOptions(StartAt: Time.GetUtcNow().AddHours(1)));

        await Client.TerminateInstanceAsync(id, "not needed");
        await Advance(TimeSpan.FromHours(2));

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await Get(id)).RuntimeStatus);
        Assert.False(ran);
    }

    [Fact]
    public async Task An_event_raised_before_the_first_episode_is_kept()
    {
        DeclareWaiter();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Waiter", new StartOrchestrationOptions(StartAt: Time.GetUtcNow().AddHours(1)));

        await Raise(id, "Go", "early");
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await Get(id)).RuntimeStatus);
        await Advance(TimeSpan.FromHours(1));

        Assert.Equal("\"early\"", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task An_unknown_orchestrator_is_accepted_and_its_instance_fails()
    {
        var failed = await Run("DoesNotExist");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Contains("DoesNotExist", failed.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_and_version_stay_with_the_instance()
    {
        Orchestrator("Versioned", context => Task.FromResult<object?>(context.Version));
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(
            "Versioned", new StartOrchestrationOptions { Version = "1.2", Tags = new Dictionary<string, string> { ["who"] = "me" } });

        var ended = await Finish(id);

        Assert.Equal("\"1.2\"", ended.SerializedOutput);
        Assert.Equal("me", ended.Tags["who"]);
    }

    public sealed class InMemory() : StartRules(Memory.Kept);

    public sealed class FromHistory() : StartRules(Memory.Replayed);
}
