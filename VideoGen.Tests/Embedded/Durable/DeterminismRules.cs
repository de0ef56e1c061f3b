using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Tests.Embedded.Durable;

/// <summary>What a replay does must be what the history says was done: the same numbers, kinds and names.</summary>
public abstract class DeterminismRules(Memory memory) : DurableTest(memory)
{
    private bool _changed;

    [Fact]
    public Task A_timer_in_place_of_an_activity_is_found() => IsFound(
        context => context.CallActivityAsync<int>("One", 1),
        context => context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None),
        "an activity task with sequence number 0 named 'One'");

    [Fact]
    public Task An_activity_of_another_name_is_found() => IsFound(
        context => context.CallActivityAsync<int>("One", 1),
        context => context.CallActivityAsync<int>("Two", 1),
        "sequence number 0 named 'One'");

    [Fact]
    public Task An_activity_that_is_not_called_any_more_is_found() => IsFound(
        context => context.CallActivityAsync<int>("One", 1),
        context => Task.CompletedTask,
        "sequence number 0 named 'One'");

    [Fact]
    public Task An_activity_in_place_of_a_timer_is_found() => IsFound(
        context => context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None),
        context => context.CallActivityAsync<int>("One", 1),
        "timer");

    [Fact]
    public Task A_sub_orchestration_of_another_name_is_found() => IsFound(
        context => context.CallSubOrchestratorAsync<int>("ChildOne"),
        context => context.CallSubOrchestratorAsync<int>("ChildTwo"),
        "ChildOne");

    [Fact]
    public Task An_event_sent_under_another_name_is_found() => IsFound(
        context => Send(context, "EventOne"),
        context => Send(context, "EventTwo"),
        "EventOne");

    [Fact]
    public Task An_activity_called_before_the_recorded_one_is_found() => IsFound(
        context => context.CallActivityAsync<int>("One", 1),
        async context =>
        {
            _ = context.CallActivityAsync<int>("Two", 1);
            await context.CallActivityAsync<int>("One", 1);
        },
        "sequence number 0 named 'One'");

    [Fact]
    public Task Names_may_change_their_case() => IsLegal(
        context => context.CallActivityAsync<int>("One", 1),
        context => context.CallActivityAsync<int>("ONE", 1));

    [Fact]
    public Task Inputs_and_fire_times_are_not_compared() => IsLegal(
        async context =>
        {
            await context.CallActivityAsync<int>("One", 1);
            _ = context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
        },
        async context =>
        {
            await context.CallActivityAsync<int>("One", 2);
            _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
        });

    [Fact]
    public Task Code_after_the_recorded_part_may_change() => IsLegal(
        context => context.CallActivityAsync<int>("One", 1),
        async context =>
        {
            await context.CallActivityAsync<int>("One", 1);
            await context.CallActivityAsync<int>("Two", 1);
        });

    private async Task IsFound(Func<TaskOrchestrationContext, Task> before, Func<TaskOrchestrationContext, Task> after, string named)
    {
        var ended = await RunWithChange(before, after);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", ended.FailureDetails!.ErrorType);
        Assert.True(ended.FailureDetails.IsCausedBy<global::DurableTask.Core.Exceptions.NonDeterministicOrchestrationException>());
        Assert.StartsWith("Non-Deterministic workflow detected: ", ended.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(named, ended.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    private async Task IsLegal(Func<TaskOrchestrationContext, Task> before, Func<TaskOrchestrationContext, Task> after) =>
        Assert.Equal("\"went\"", (await RunWithChange(before, after)).SerializedOutput);

    /// <summary>Runs the first part, changes the code, and lets a restart replay it before an event ends the instance.</summary>
    private async Task<OrchestrationMetadata> RunWithChange(Func<TaskOrchestrationContext, Task> before, Func<TaskOrchestrationContext, Task> after)
    {
        Activity("One", (int x) => x);
        Activity("Two", (int x) => x);
        Orchestrator("ChildOne", context => Task.FromResult<object?>(1));
        Orchestrator("ChildTwo", context => Task.FromResult<object?>(2));
        Orchestrator("Changing", async context =>
        {
            var step = _changed ? after(context) : before(context);
            var go = context.WaitForExternalEvent<string>("Go");
            await step;
            return await go;
        });

        var id = await StartAndSettle("Changing");
        _changed = true;
        await Host.RestartAsync();
        await Raise(id, "Go", "went");
        return await Finish(id);
    }

    private static Task Send(TaskOrchestrationContext context, string name)
    {
        context.SendEvent("nobody", name, 1);
        return Task.CompletedTask;
    }

    public sealed class InMemory() : DeterminismRules(Memory.Kept);

    public sealed class FromHistory() : DeterminismRules(Memory.Replayed);
}
