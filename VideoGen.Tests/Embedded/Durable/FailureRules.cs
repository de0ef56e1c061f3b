using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Tests.Embedded.Durable;

/// <summary>Failures travel as data, one level more with each hop.</summary>
public abstract class FailureRules(Memory memory) : DurableTest(memory)
{
    private void DeclareFail() => Activity<int, int>("Fail", _ => throw new DerivedException("outer text", new ArgumentException("inner text")));

    [Fact]
    public async Task A_failed_activity_throws_its_failure_as_data_where_it_is_awaited()
    {
        DeclareFail();
        TaskFailedException caught = null!;
        Orchestrator("Catch", async context =>
        {
            caught = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync<int>("Fail", 1));
            return "caught";
        });

        Assert.Equal("caught", await Output<string>("Catch"));
        Assert.Equal("Task 'Fail' (#0) failed with an unhandled exception: outer text", caught.Message);
        Assert.Equal(("Fail", 0), (caught.TaskName, caught.TaskId));
        var details = caught.FailureDetails;
        Assert.Equal((typeof(DerivedException).FullName, "outer text"), (details.ErrorType, details.ErrorMessage));
        Assert.Contains(nameof(DeclareFail), details.StackTrace, StringComparison.Ordinal);
        Assert.Equal(("System.ArgumentException", "inner text"), (details.InnerFailure!.ErrorType, details.InnerFailure.ErrorMessage));
        Assert.True(details.IsCausedBy<AppException>());
        Assert.False(details.IsCausedBy<ArgumentException>());
    }

    [Fact]
    public async Task A_failure_that_escapes_fails_the_instance_with_its_cause_inside()
    {
        DeclareFail();
        Orchestrator("Unhandled", async context => await context.CallActivityAsync<int>("Fail", 1));

        var failed = await Run("Unhandled");

        const string message = "Task 'Fail' (#0) failed with an unhandled exception: outer text";
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal($"Microsoft.DurableTask.TaskFailedException: {message}", failed.SerializedOutput);
        Assert.Throws<JsonException>(() => failed.ReadOutputAs<string>());
        Assert.Equal(("Microsoft.DurableTask.TaskFailedException", message), (failed.FailureDetails!.ErrorType, failed.FailureDetails.ErrorMessage));
        Assert.Equal(typeof(DerivedException).FullName, failed.FailureDetails.InnerFailure!.ErrorType);
        Assert.Equal("System.ArgumentException", failed.FailureDetails.InnerFailure.InnerFailure!.ErrorType);
    }

    [Fact]
    public async Task An_exception_of_the_orchestrator_itself_keeps_its_type()
    {
        Orchestrator("Throws", async context =>
        {
            await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
            throw new DerivedException("thrown by the orchestrator", new ArgumentException("inner text"));
        });

        var failed = await Run("Throws");

        Assert.Equal($"{typeof(DerivedException).FullName}: thrown by the orchestrator", failed.SerializedOutput);
        Assert.True(failed.FailureDetails!.IsCausedBy<AppException>());
        Assert.Equal("System.ArgumentException", failed.FailureDetails.InnerFailure!.ErrorType);
    }

    [Fact]
    public async Task An_exception_before_the_first_await_fails_the_instance_as_well()
    {
        Orchestrator("Throws", context => throw new AppException("at once"));

        Assert.Equal($"{typeof(AppException).FullName}: at once", (await Run("Throws")).SerializedOutput);
    }

    [Fact]
    public async Task A_parent_sees_the_failure_of_its_sub_orchestration_one_level_deeper()
    {
        DeclareFail();
        Orchestrator("Child", async context => await context.CallActivityAsync<int>("Fail", 1));
        Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<int>("Child"));
        Orchestrator("Grandparent", async context => await context.CallSubOrchestratorAsync<int>("Parent"));

        var failure = (await Run("Grandparent")).FailureDetails;

        Assert.Equal(
            [
                "Microsoft.DurableTask.TaskFailedException: Task 'Parent' (#0) failed with an unhandled exception: Task 'Child' (#0) failed with an unhandled exception: Task 'Fail' (#0) failed with an unhandled exception: outer text",
                "Microsoft.DurableTask.TaskFailedException: Task 'Child' (#0) failed with an unhandled exception: Task 'Fail' (#0) failed with an unhandled exception: outer text",
                "Microsoft.DurableTask.TaskFailedException: Task 'Fail' (#0) failed with an unhandled exception: outer text",
                $"{typeof(DerivedException).FullName}: outer text",
                "System.ArgumentException: inner text",
            ],
            Levels(failure));
    }

    [Fact]
    public async Task A_parent_catches_what_its_sub_orchestration_threw()
    {
        Orchestrator("Child", context => throw new DerivedException("thrown by the child"));
        Orchestrator("Parent", async context =>
        {
            var caught = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallSubOrchestratorAsync<int>("Child"));
            return new { caught.Message, ByApp = caught.FailureDetails.IsCausedBy<AppException>() };
        });

        Assert.Equal(
            """{"Message":"Task \u0027Child\u0027 (#0) failed with an unhandled exception: thrown by the child","ByApp":true}""",
            (await Run("Parent")).SerializedOutput);
    }

    [Fact]
    public async Task A_terminated_sub_orchestration_fails_in_its_parent()
    {
        Orchestrator("Child", async context => await context.WaitForExternalEvent<int>("Never"));
        Orchestrator("Parent", async context =>
        {
            await Assert.ThrowsAsync<TaskFailedException>(() => context.CallSubOrchestratorAsync<int>("Child", options: new TaskOptions().WithInstanceId("child")));
            return "noticed";
        });
        var id = await StartAndSettle("Parent");

        await Client.TerminateInstanceAsync("child", "enough");
        await Settle();

        Assert.Equal("\"noticed\"", (await Get(id)).SerializedOutput);
    }

    [Fact]
    public async Task An_unknown_activity_fails_its_call()
    {
        Orchestrator("Calls", async context =>
            (await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync<int>("DoesNotExist", 1))).TaskName);

        Assert.Equal("DoesNotExist", await Output<string>("Calls"));
    }

    [Fact]
    public async Task An_unknown_sub_orchestration_fails_its_call()
    {
        Orchestrator("Calls", async context =>
            (await Assert.ThrowsAsync<TaskFailedException>(() => context.CallSubOrchestratorAsync<int>("DoesNotExist"))).TaskName);

        Assert.Equal("DoesNotExist", await Output<string>("Calls"));
    }

    [Fact]
    public async Task A_missing_activity_or_sub_orchestration_is_not_retried()
    {
        var asked = 0;
        Orchestrator("Calls", async context =>
        {
            var retry = TaskOptions.FromRetryHandler(_ =>
            {
                asked++;
                return true;
            });
            var policy = TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromDays(1)));
            await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync<int>("DoesNotExist", 1, retry));
            await Assert.ThrowsAsync<TaskFailedException>(() => context.CallSubOrchestratorAsync<int>("DoesNotExist", 1, retry));
            await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync<int>("DoesNotExist", 1, policy));
            return "failed at once";
        });
        var id = await StartAndSettle("Calls");

        Assert.Equal("\"failed at once\"", (await Get(id)).SerializedOutput);
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task What_was_called_before_a_failure_is_done_all_the_same()
    {
        var called = new TaskCompletionSource<int>();
        Activity("Notify", (int x) => called.TrySetResult(x));
        Orchestrator("Child", context => Task.FromResult<object?>("ran"));
        Orchestrator("Fails", context =>
        {
            _ = context.CallActivityAsync("Notify", 7);
            _ = context.CallSubOrchestratorAsync("Child", null, new TaskOptions().WithInstanceId("child"));
            _ = context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            throw new AppException("no");
        });

        var failed = await Run("Fails");
        await Settle();

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal(7, await called.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal("\"ran\"", (await Get("child")).SerializedOutput);
    }

    [Fact]
    public async Task A_sub_orchestration_under_an_id_in_use_fails_its_call()
    {
        Orchestrator("Child", async context => await context.WaitForExternalEvent<int>("Never"));
        Orchestrator("Parent", async context =>
            (await Assert.ThrowsAsync<TaskFailedException>(() => context.CallSubOrchestratorAsync("Child", null, new TaskOptions().WithInstanceId("child"))))
                .FailureDetails.IsCausedBy<InvalidOperationException>());
        await StartAndSettle("Child", id: "child");

        Assert.True(await Output<bool>("Parent"));
        Assert.True((await Get("child")).IsRunning);
    }

    [Fact]
    public async Task A_result_of_another_type_fails_the_call()
    {
        Activity("Text", (int _) => "text");
        Orchestrator("Reads", async context =>
        {
            await Assert.ThrowsAsync<JsonException>(() => context.CallActivityAsync<int>("Text", 1));
            return "refused";
        });

        Assert.Equal("refused", await Output<string>("Reads"));
    }

    [Fact]
    public async Task A_result_not_given_reads_as_the_default_and_one_not_asked_for_is_dropped()
    {
        Activity<int, string?>("Nothing", _ => null);
        Activity("Text", (int _) => "text");
        Orchestrator("Reads", async context =>
        {
            await context.CallActivityAsync("Text", 1);
            return new { text = await context.CallActivityAsync<string?>("Nothing", 1), number = await context.CallActivityAsync<int>("Nothing", 1) };
        });

        Assert.Equal("""{"text":null,"number":0}""", (await Run("Reads")).SerializedOutput);
    }

    [Fact]
    public async Task One_failure_among_many_leaves_the_results_of_the_others()
    {
        Activity("Even", (int x) => x % 2 == 0 ? x : throw new AppException($"{x} is odd"));
        Orchestrator("Mixed", async context =>
        {
            var calls = Enumerable.Range(0, 4).Select(x => context.CallActivityAsync<int>("Even", x)).ToArray();
            await Assert.ThrowsAsync<TaskFailedException>(() => Task.WhenAll(calls));
            return calls.Select(call => call.IsFaulted ? -1 : call.Result);
        });

        Assert.Equal("[0,-1,2,-1]", (await Run("Mixed")).SerializedOutput);
    }

    [Fact]
    public async Task An_activity_that_is_cancelled_by_itself_has_failed()
    {
        ActivityAsync("Cancelled", (int _) => Task.FromCanceled<int>(new CancellationToken(canceled: true)));
        Orchestrator("Calls", async context =>
        {
            var caught = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync<int>("Cancelled", 1));
            return caught.FailureDetails.IsCausedBy<OperationCanceledException>();
        });

        Assert.True(await Output<bool>("Calls"));
    }

    [Fact]
    public async Task An_orchestrator_that_ends_cancelled_has_failed()
    {
        Orchestrator("Cancelled", async context => await context.WaitForExternalEvent<int>("Never", TimeSpan.FromMinutes(1)));

        var failed = await Run("Cancelled");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal("System.Threading.Tasks.TaskCanceledException", failed.FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_fails_the_instance()
    {
        Orchestrator("Unwritable", context => Task.FromResult<object?>(new Action(() => { })));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await Run("Unwritable")).RuntimeStatus);
    }

    [Fact]
    public async Task An_input_that_cannot_be_read_fails_the_instance()
    {
        Orchestrator("Number", context => Task.FromResult<object?>(context.GetInput<int>()));

        var failed = await Run("Number", "text");

        Assert.True(failed.FailureDetails!.IsCausedBy<JsonException>());
    }

    [Fact]
    public async Task A_failed_instance_does_not_disturb_another()
    {
        DeclareFail();
        Orchestrator("Unhandled", async context => await context.CallActivityAsync<int>("Fail", 1));
        Orchestrator("Fine", context => Task.FromResult<object?>("fine"));
        await Run("Unhandled");

        Assert.Equal("fine", await Output<string>("Fine"));
    }

    private static IEnumerable<string> Levels(TaskFailureDetails? failure)
    {
        for (; failure is not null; failure = failure.InnerFailure)
        {
            yield return failure.ToString();
        }
    }

    public sealed class InMemory() : FailureRules(Memory.Kept);

    public sealed class FromHistory() : FailureRules(Memory.Replayed);
}
