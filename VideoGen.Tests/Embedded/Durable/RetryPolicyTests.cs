using Microsoft.DurableTask;

namespace VideoGen.Tests.Embedded.Durable;

public sealed class RetryPolicyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Defaults_are_a_constant_interval_an_hour_at_most_and_no_timeout()
    {
        var policy = new RetryPolicy(3, Second);

        Assert.Equal(3, policy.MaxNumberOfAttempts);
        Assert.Equal(Second, policy.FirstRetryInterval);
        Assert.Equal(1.0, policy.BackoffCoefficient);
        Assert.Equal(TimeSpan.FromHours(1), policy.MaxRetryInterval);
        Assert.Equal(Timeout.InfiniteTimeSpan, policy.RetryTimeout);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void At_least_one_attempt_is_demanded(int attempts) =>
        Assert.Throws<ArgumentOutOfRangeException>("maxNumberOfAttempts", () => new RetryPolicy(attempts, Second));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void The_first_interval_must_be_positive(int seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>("firstRetryInterval", () => new RetryPolicy(1, TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Intervals_may_not_shrink() =>
        Assert.Throws<ArgumentOutOfRangeException>("backoffCoefficient", () => new RetryPolicy(1, Second, 0.99));

    [Fact]
    public void The_longest_interval_may_not_be_below_the_first() =>
        Assert.Throws<ArgumentOutOfRangeException>("maxRetryInterval", () => new RetryPolicy(1, Second, maxRetryInterval: Second / 2));

    [Fact]
    public void The_timeout_may_not_be_below_the_first_interval() =>
        Assert.Throws<ArgumentOutOfRangeException>("retryTimeout", () => new RetryPolicy(1, Second, retryTimeout: Second / 2));

    [Fact]
    public void Longest_interval_and_timeout_may_be_infinite_or_equal_to_the_first_interval()
    {
        var infinite = new RetryPolicy(1, Second, 1.0, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var equal = new RetryPolicy(1, Second, 1.0, Second, Second);

        Assert.Equal(Timeout.InfiniteTimeSpan, infinite.MaxRetryInterval);
        Assert.Equal(Second, equal.RetryTimeout);
    }

    [Fact]
    public void Options_take_a_policy_or_a_handler_by_conversion()
    {
        var policy = new RetryPolicy(1, Second);
        RetryHandler handler = context => context.LastAttemptNumber < 2;

        Assert.Same(policy, new TaskOptions(policy).Retry!.Policy);
        Assert.NotNull(new TaskOptions(handler).Retry!.Handler);
        Assert.Same(policy, TaskOptions.FromRetryPolicy(policy).Retry!.Policy);
        Assert.Null(TaskOptions.FromRetryPolicy(policy).Retry!.Handler);
    }

    [Fact]
    public async Task A_handler_that_decides_at_once_becomes_an_asynchronous_one()
    {
        var options = TaskRetryOptions.FromRetryHandler(context => context.LastAttemptNumber < 2);
        RetryContext After(int failures) => new(null!, failures, TaskFailureDetails.FromException(new TimeoutException()), Second, default);

        Assert.True(await options.Handler!(After(1)));
        Assert.False(await options.Handler!(After(2)));
    }

    [Fact]
    public void Options_without_policy_or_handler_are_refused()
    {
        Assert.Throws<ArgumentNullException>("policy", () => new TaskRetryOptions((RetryPolicy)null!));
        Assert.Throws<ArgumentNullException>("handler", () => TaskRetryOptions.FromRetryHandler((RetryHandler)null!));
    }
}
