using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Tests.Embedded.Durable;

/// <summary>When a failed call is made again, to the second.</summary>
public abstract class RetryRules(Memory memory) : DurableTest(memory)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly List<double> _attempts = [];

    [Fact]
    public async Task Intervals_grow_by_the_coefficient_up_to_the_longest()
    {
        await Retry(new RetryPolicy(6, Second, backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromSeconds(5)), failures: 99);

        Assert.Equal([0, 1, 3, 7, 12, 17], _attempts);
    }

    [Fact]
    public async Task Without_a_coefficient_intervals_are_constant()
    {
        await Retry(new RetryPolicy(4, TimeSpan.FromSeconds(3)), failures: 99);

        Assert.Equal([0, 3, 6, 9], _attempts);
    }

    [Fact]
    public async Task The_longest_interval_is_an_hour_if_nothing_else_is_said()
    {
        await Retry(new RetryPolicy(3, TimeSpan.FromMinutes(50), backoffCoefficient: 2), failures: 99);

        Assert.Equal([0, 3000, 6600], _attempts);
    }

    [Fact]
    public async Task An_infinite_longest_interval_is_no_limit()
    {
        await Retry(new RetryPolicy(3, TimeSpan.FromMinutes(50), backoffCoefficient: 2, maxRetryInterval: Timeout.InfiniteTimeSpan), failures: 99);

        Assert.Equal([0, 3000, 9000], _attempts);
    }

    [Fact]
    public async Task No_attempt_begins_once_the_timeout_is_over()
    {
        await Retry(new RetryPolicy(99, TimeSpan.FromSeconds(2), retryTimeout: TimeSpan.FromSeconds(5)), failures: 99);

        Assert.Equal([0, 2, 4, 6], _attempts);
    }

    [Fact]
    public async Task The_first_success_ends_it()
    {
        var ended = await Retry(new RetryPolicy(5, Second, 2), failures: 2);

        Assert.Equal("3", ended.SerializedOutput);
        Assert.Equal([0, 1, 3], _attempts);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    public async Task The_last_failure_is_thrown_when_the_attempts_are_used_up(int attempts)
    {
        var failed = await Retry(new RetryPolicy(attempts, Second), failures: 99);

        Assert.Equal(attempts, _attempts.Count);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal($"try {attempts}", failed.FailureDetails!.InnerFailure!.ErrorMessage);
    }

    [Fact]
    public async Task Each_attempt_and_each_delay_has_a_number_of_its_own()
    {
        var failed = await Retry(new RetryPolicy(3, Second), failures: 99);

        Assert.StartsWith("Task 'Flaky' (#4) failed", failed.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_the_policy_does_not_handle_is_thrown_at_once()
    {
        await Retry(new RetryPolicy(5, Second) { HandleFailure = failure => failure.IsCausedBy<TimeoutException>() }, failures: 99);

        Assert.Equal([0], _attempts);
    }

    [Fact]
    public async Task A_failure_the_policy_handles_is_retried()
    {
        await Retry(new RetryPolicy(5, Second) { HandleFailure = failure => failure.IsCausedBy<AppException>() && failure.ErrorMessage != "try 3" }, failures: 99);

        Assert.Equal([0, 1, 2], _attempts);
    }

    [Fact]
    public async Task A_handler_sees_the_failures_so_far_and_decides_at_once()
    {
        var seen = new SortedSet<string>();
        RetryHandler handler = context =>
        {
            seen.Add($"{context.LastAttemptNumber} {context.LastFailure.ErrorMessage} {context.TotalRetryTime.TotalSeconds} {context.OrchestrationContext.InstanceId}");
            return context.LastAttemptNumber < 3;
        };

        var failed = await Retry(handler, failures: 99);

        Assert.Equal(["1 try 1 0 retry", "2 try 2 0 retry", "3 try 3 0 retry"], seen);
        Assert.Equal([0, 0, 0], _attempts);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
    }

    [Fact]
    public async Task A_handler_may_wait_on_a_timer_of_the_orchestration()
    {
        AsyncRetryHandler handler = async context =>
        {
            await context.OrchestrationContext.CreateTimer(TimeSpan.FromSeconds(10 * context.LastAttemptNumber), CancellationToken.None);
            return true;
        };

        var ended = await Retry(handler, failures: 2);

        Assert.Equal([0, 10, 30], _attempts);
        Assert.Equal("3", ended.SerializedOutput);
    }

    [Fact]
    public async Task An_exception_of_the_handler_fails_the_call()
    {
        RetryHandler handler = _ => throw new TimeoutException("the handler's own");

        var failed = await Retry(handler, failures: 99);

        Assert.Equal("System.TimeoutException: the handler's own", failed.SerializedOutput);
    }

    [Fact]
    public async Task A_sub_orchestration_is_retried_alike()
    {
        var tries = 0;
        Orchestrator("Child", async context =>
        {
            await context.CreateTimer(Second, CancellationToken.None);
            return ++tries < 3 ? throw new AppException($"try {tries}") : $"try {tries}";
        });
        Orchestrator("Parent", async context => new
        {
            result = await context.CallSubOrchestratorAsync<string>("Child", null, new TaskOptions(new RetryPolicy(5, TimeSpan.FromSeconds(10))).WithInstanceId("child")),
            context.CurrentUtcDateTime,
        });
        var began = Time.GetUtcNow();

        var ended = await Run("Parent");

        Assert.Equal(new Outcome("try 3", began.UtcDateTime.AddSeconds(23)), ended.ReadOutputAs<Outcome>());
        Assert.Equal("\"try 3\"", (await Get("child")).SerializedOutput);
    }

    [Fact]
    public async Task Retries_of_parallel_calls_do_not_mix()
    {
        var tries = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
        Activity("Flaky", (int x) => tries.AddOrUpdate(x, 1, (_, count) => count + 1) <= x ? throw new AppException("again") : x);
        Orchestrator("Parallel", async context => await Task.WhenAll(
            Enumerable.Range(0, 5).Select(x => context.CallActivityAsync<int>("Flaky", x, new TaskOptions(new RetryPolicy(10, TimeSpan.FromSeconds(1 + x)))))));

        Assert.Equal("[0,1,2,3,4]", (await Run("Parallel")).SerializedOutput);
        Assert.Equal([1, 2, 3, 4, 5], tries.OrderBy(pair => pair.Key).Select(pair => pair.Value));
    }

    private async Task<OrchestrationMetadata> Retry(TaskRetryOptions retry, int failures)
    {
        var began = Time.GetUtcNow();
        Activity("Flaky", (int _) =>
        {
            _attempts.Add((Time.GetUtcNow() - began).TotalSeconds);
            return _attempts.Count <= failures ? throw new AppException($"try {_attempts.Count}") : _attempts.Count;
        });
        Orchestrator("Retry", async context => await context.CallActivityAsync<int>("Flaky", 1, new TaskOptions(retry)));
        return await Run("Retry", id: "retry");
    }

    private sealed record Outcome(string result, DateTime CurrentUtcDateTime);

    public sealed class InMemory() : RetryRules(Memory.Kept);

    public sealed class FromHistory() : RetryRules(Memory.Replayed);
}
