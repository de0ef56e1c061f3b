using Microsoft.DurableTask;

namespace VideoGen.Embedded.Durable;

/// <summary>Calls again after a failure, as a policy or a handler says, in orchestration time.</summary>
internal static class Retries
{
    public static async Task<T> Call<T>(TaskOrchestrationContext context, Func<Task<T>> call, TaskRetryOptions retry)
    {
        var started = context.CurrentUtcDateTime;
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException failed) when (!MissingFunction.Is(failed.FailureDetails))
            {
                var spent = context.CurrentUtcDateTime - started;
                if (retry.Handler is { } handler)
                {
                    if (!await handler(new RetryContext(context, failures, failed.FailureDetails, spent, CancellationToken.None))) throw;
                }
                else if (NextDelay(retry.Policy!, failures, failed.FailureDetails, spent) is { } delay)
                {
                    await context.CreateTimer(delay, CancellationToken.None);
                }
                else
                {
                    throw;
                }
            }
        }
    }

    /// <summary>How long to wait after that many failures; null to give up.</summary>
    private static TimeSpan? NextDelay(RetryPolicy policy, int failures, TaskFailureDetails failure, TimeSpan spent)
    {
        if (failures >= policy.MaxNumberOfAttempts || !policy.Handles(failure)) return null;
        if (policy.RetryTimeout != Timeout.InfiniteTimeSpan && spent >= policy.RetryTimeout) return null;
        var ticks = policy.FirstRetryInterval.Ticks * Math.Pow(policy.BackoffCoefficient, failures - 1);
        return ticks < policy.MaxRetryInterval.Ticks || policy.MaxRetryInterval == Timeout.InfiniteTimeSpan
            ? new TimeSpan((long)Math.Min(ticks, TimeSpan.MaxValue.Ticks / 2))
            : policy.MaxRetryInterval;
    }
}
