using Microsoft.DurableTask;

namespace VideoGen.Tests.Embedded.Durable;

public class AppException(string message, Exception? inner = null) : Exception(message, inner);

public sealed class DerivedException(string message, Exception? inner = null) : AppException(message, inner);

public sealed class TaskFailureDetailsTests
{
    private static readonly TaskFailureDetails Details =
        TaskFailureDetails.FromException(new DerivedException("outer", new ArgumentException("inner")));

    [Fact]
    public void An_exception_becomes_its_type_message_and_inner_failures()
    {
        Assert.Equal(typeof(DerivedException).FullName, Details.ErrorType);
        Assert.Equal("outer", Details.ErrorMessage);
        Assert.Null(Details.StackTrace);
        Assert.Null(Details.Properties);
        Assert.Equal("System.ArgumentException", Details.InnerFailure!.ErrorType);
        Assert.Equal("inner", Details.InnerFailure.ErrorMessage);
        Assert.Null(Details.InnerFailure.InnerFailure);
        Assert.Equal($"{typeof(DerivedException).FullName}: outer", Details.ToString());
    }

    [Fact]
    public void A_thrown_exception_keeps_its_stack()
    {
        Action fail = () => throw new TimeoutException();
        var thrown = Record.Exception(fail)!;

        Assert.Contains(nameof(A_thrown_exception_keeps_its_stack), TaskFailureDetails.FromException(thrown).StackTrace);
    }

    [Fact]
    public void The_cause_is_told_by_the_hierarchy_of_types()
    {
        Assert.True(Details.IsCausedBy<DerivedException>());
        Assert.True(Details.IsCausedBy<AppException>());
        Assert.True(Details.IsCausedBy<Exception>());
        Assert.All([typeof(AppException), typeof(Exception)], type => Assert.True(Details.IsCausedBy(type)));
        Assert.False(Details.IsCausedBy<InvalidOperationException>());
    }

    [Fact]
    public void Inner_failures_do_not_count_as_the_cause()
    {
        Assert.False(Details.IsCausedBy<ArgumentException>());
        Assert.True(Details.InnerFailure!.IsCausedBy<ArgumentException>());
    }

    [Fact]
    public void A_type_that_only_another_loaded_assembly_has_is_found()
    {
        var details = Details with { ErrorType = "Xunit.Sdk.XunitException" };

        Assert.True(details.IsCausedBy<Exception>());
        Assert.False(details.IsCausedBy<AppException>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("(unknown)")]
    [InlineData("No.Such.Exception")]
    public void An_unknown_type_is_caused_by_nothing(string type) =>
        Assert.False((Details with { ErrorType = type }).IsCausedBy<Exception>());

    [Fact]
    public void A_target_that_is_no_exception_is_refused() =>
        Assert.Throws<ArgumentException>("targetBaseExceptionType", () => Details.IsCausedBy(typeof(string)));

    [Fact]
    public void A_failed_task_says_which_one_and_why()
    {
        var failed = new TaskFailedException("Fail", 3, Details);

        Assert.Equal("Task 'Fail' (#3) failed with an unhandled exception: outer", failed.Message);
        Assert.Equal(("Fail", 3), (failed.TaskName, failed.TaskId));
        Assert.Same(Details, failed.FailureDetails);
        Assert.Null(failed.InnerException);
    }

    [Fact]
    public void A_failed_task_made_of_an_exception_keeps_it()
    {
        var cause = new TimeoutException("late");
        var failed = new TaskFailedException("Fail", 0, cause);

        Assert.Equal("Task 'Fail' (#0) failed with an unhandled exception: late", failed.Message);
        Assert.Same(cause, failed.InnerException);
        Assert.Equal("System.TimeoutException", failed.FailureDetails.ErrorType);
    }
}
