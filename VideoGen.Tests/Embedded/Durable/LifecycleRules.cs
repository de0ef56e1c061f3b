using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Tests.Embedded.Durable;

/// <summary>Suspend, resume, terminate, restart, rewind: what a caller may do to an instance from outside, and in which state.</summary>
public abstract class LifecycleRules(Memory memory) : DurableTest(memory)
{
    private void DeclareWaiter() => Orchestrator("Waiter", async context =>
    {
        context.SetCustomStatus("waiting");
        return await context.WaitForExternalEvent<string>("Go");
    });

    private async Task<string> Waiting(string id = "waiter")
    {
        DeclareWaiter();
        return await StartAndSettle("Waiter", new { a = 1 }, id);
    }

    private async Task Suspend(string id, string? reason = null)
    {
        await Client.SuspendInstanceAsync(id, reason);
        await Settle();
    }

    private async Task Resume(string id, string? reason = null)
    {
        await Client.ResumeInstanceAsync(id, reason);
        await Settle();
    }

    [Fact]
    public async Task A_suspended_instance_says_so_and_why()
    {
        var id = await Waiting();

        await Suspend(id, "hold");

        var suspended = await Get(id);
        Assert.Equal((OrchestrationRuntimeStatus.Suspended, "hold", "\"waiting\""), (suspended.RuntimeStatus, suspended.SerializedOutput, suspended.SerializedCustomStatus));
    }

    [Fact]
    public async Task Events_that_come_while_suspended_are_kept_in_order_until_the_resume()
    {
        Orchestrator("Two", async context => new[] { await context.WaitForExternalEvent<string>("E"), await context.WaitForExternalEvent<string>("E") });
        var id = await StartAndSettle("Two");
        await Suspend(id);
        await Raise(id, "E", "one");
        await Raise(id, "E", "two");
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await Get(id)).RuntimeStatus);

        await Resume(id, "go on");

        Assert.Equal("""["one","two"]""", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task A_timer_that_fires_while_suspended_is_noticed_at_the_resume()
    {
        Orchestrator("Sleeper", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            return context.CurrentUtcDateTime;
        });
        var id = await StartAndSettle("Sleeper");
        await Suspend(id);
        await Advance(TimeSpan.FromHours(1));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await Get(id)).RuntimeStatus);

        await Resume(id);

        Assert.Equal(Time.GetUtcNow().UtcDateTime, (await Get(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task An_activity_under_way_goes_on_while_suspended_and_its_result_waits()
    {
        var gate = new TaskCompletionSource<string>();
        var next = 0;
        ActivityAsync("Gate", (int _) => gate.Task);
        Activity("Next", (int x) => next = x);
        Orchestrator("Works", async context =>
        {
            var result = await context.CallActivityAsync<string>("Gate", 1);
            await context.CallActivityAsync<int>("Next", 7);
            return result;
        });
        var id = await Start("Works");
        await Client.WaitForInstanceStartAsync(id);
        await Client.SuspendInstanceAsync(id);
        gate.SetResult("done");
        await Settle();
        Assert.Equal(0, next);

        await Resume(id);

        Assert.Equal(7, next);
        Assert.Equal("\"done\"", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task Suspension_survives_a_restart()
    {
        var id = await Waiting();
        await Suspend(id, "hold");
        await Raise(id, "Go", "kept");
        await Host.RestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await Get(id)).RuntimeStatus);

        await Resume(id);

        Assert.Equal("\"kept\"", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task The_reason_of_a_resume_is_shown_until_there_is_an_output()
    {
        var id = await Waiting();
        await Suspend(id, "hold");

        await Resume(id, "go on");
        Assert.Equal("go on", (await Get(id)).SerializedOutput);
        await Raise(id, "Go", "went");

        Assert.Equal("\"went\"", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task An_instance_can_be_suspended_again()
    {
        var id = await Waiting();
        await Suspend(id);
        await Resume(id);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await Get(id)).RuntimeStatus);

        await Suspend(id);

        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await Get(id)).RuntimeStatus);
    }

    [Fact]
    public async Task A_suspended_instance_can_be_terminated()
    {
        var id = await Waiting();
        await Suspend(id);

        await Client.TerminateInstanceAsync(id, "the reason");
        await Settle();

        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "\"the reason\""), ((await Get(id)).RuntimeStatus, (await Get(id)).SerializedOutput));
    }

    [Fact]
    public async Task To_suspend_the_suspended_or_to_resume_the_running_is_refused()
    {
        var id = await Waiting();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.ResumeInstanceAsync(id));
        await Suspend(id);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.SuspendInstanceAsync(id));
    }

    [Theory]
    [InlineData("the reason", "\"the reason\"")]
    [InlineData(7, "7")]
    [InlineData(null, null)]
    public async Task What_a_termination_gives_becomes_the_output(object? output, string? expected)
    {
        var id = await Waiting();

        await Client.TerminateInstanceAsync(id, output);
        await Settle();

        var terminated = await Get(id);
        Assert.Equal((OrchestrationRuntimeStatus.Terminated, expected, "\"waiting\""), (terminated.RuntimeStatus, terminated.SerializedOutput, terminated.SerializedCustomStatus));
    }

    [Fact]
    public async Task A_terminated_orchestrator_runs_no_further()
    {
        var cleanedUp = false;
        Orchestrator("Careful", async context =>
        {
            try
            {
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            }
            finally
            {
                cleanedUp = true;
            }
        });
        var id = await StartAndSettle("Careful");

        await Client.TerminateInstanceAsync(id);
        await Advance(TimeSpan.FromHours(1));

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await Get(id)).RuntimeStatus);
        Assert.False(cleanedUp);
    }

    [Fact]
    public async Task An_activity_of_a_terminated_instance_goes_on_and_its_result_is_dropped()
    {
        var gate = new TaskCompletionSource<string>();
        ActivityAsync("Gate", (int _) => gate.Task);
        Orchestrator("Works", async context => await context.CallActivityAsync<string>("Gate", 1));
        var id = await Start("Works");
        await Client.WaitForInstanceStartAsync(id);

        await Client.TerminateInstanceAsync(id, "stop");
        await Client.WaitForInstanceCompletionAsync(id);
        gate.SetResult("too late");
        await Settle();

        Assert.Equal("\"stop\"", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task A_sub_orchestration_outlives_its_terminated_parent()
    {
        DeclareWaiter();
        Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Waiter", null, new TaskOptions().WithInstanceId("child")));
        var id = await StartAndSettle("Parent");

        await Client.TerminateInstanceAsync(id);
        await Settle();

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await Get("child")).RuntimeStatus);
        await Raise("child", "Go", "on its own");
        Assert.Equal("\"on its own\"", (await Get("child")).SerializedOutput);
    }

    [Fact]
    public async Task A_sub_orchestration_ends_with_its_parent_where_that_is_asked_for()
    {
        DeclareWaiter();
        Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Middle", null, new TaskOptions().WithInstanceId("middle")));
        Orchestrator("Middle", async context => await context.CallSubOrchestratorAsync<string>("Waiter", null, new TaskOptions().WithInstanceId("child")));
        var id = await StartAndSettle("Parent");

        await Client.TerminateInstanceAsync(id, new TerminateInstanceOptions("bye", Recursive: true));
        await Settle();

        foreach (var ended in new[] { id, "middle", "child" })
        {
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await Get(ended)).RuntimeStatus);
        }
    }

    [Theory]
    [InlineData("completed")]
    [InlineData("failed")]
    [InlineData("terminated")]
    public async Task A_finished_instance_can_be_neither_steered_nor_ended(string how)
    {
        Orchestrator("completed", context => Task.FromResult<object?>(1));
        Orchestrator("failed", context => throw new AppException("no"));
        Orchestrator("terminated", async context => await context.WaitForExternalEvent<int>("Never"));
        await StartAndSettle(how, id: how);
        if (how == "terminated")
        {
            await Client.TerminateInstanceAsync(how);
            await Settle();
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.TerminateInstanceAsync(how, "again"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.SuspendInstanceAsync(how));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.ResumeInstanceAsync(how));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.RaiseEventAsync(how, "Go", 1));
    }

    [Fact]
    public async Task An_unknown_instance_can_be_neither_steered_nor_ended()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Client.TerminateInstanceAsync("unknown"));
        await Assert.ThrowsAsync<ArgumentException>(() => Client.SuspendInstanceAsync("unknown"));
        await Assert.ThrowsAsync<ArgumentException>(() => Client.ResumeInstanceAsync("unknown"));
        await Assert.ThrowsAsync<ArgumentException>(() => Client.RestartAsync("unknown"));
    }

    [Fact]
    public async Task A_restart_runs_the_same_orchestrator_with_the_same_input_under_the_same_id()
    {
        var runs = 0;
        Orchestrator("Echo", context => Task.FromResult<object?>($"{context.GetInput<string>()} {++runs}"));
        var first = await Run("Echo", "input", "echo");

        Assert.Equal("echo", await Client.RestartAsync("echo"));
        await Settle();

        var second = await Get("echo");
        Assert.Equal(("\"input\"", "Echo"), (second.SerializedInput, second.Name));
        Assert.NotEqual(first.SerializedOutput, second.SerializedOutput);
    }

    [Fact]
    public async Task A_restart_under_a_new_id_leaves_the_old_instance_as_it_is()
    {
        Orchestrator("Echo", context => Task.FromResult<object?>(context.InstanceId));
        await Run("Echo", "input", "echo");

        var id = await Client.RestartAsync("echo", restartWithNewInstanceId: true);
        await Settle();

        Assert.NotEqual("echo", id);
        Assert.Equal($"\"{id}\"", (await Get(id)).SerializedOutput);
        Assert.Equal("\"echo\"", (await Get("echo")).SerializedOutput);
    }

    [Fact]
    public async Task A_running_instance_is_restarted_only_under_a_new_id()
    {
        var id = await Waiting();

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => Client.RestartAsync(id));
        Assert.NotEqual(id, await Client.RestartAsync(id, restartWithNewInstanceId: true));
    }

    [Fact]
    public async Task Rewinding_is_not_supported() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => Client.RewindInstanceAsync("any", "reason"));

    public sealed class InMemory() : LifecycleRules(Memory.Kept);

    public sealed class FromHistory() : LifecycleRules(Memory.Replayed);
}
