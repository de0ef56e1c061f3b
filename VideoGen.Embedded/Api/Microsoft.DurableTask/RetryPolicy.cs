namespace Microsoft.DurableTask;

/// <summary>How often, and at which distances, a failed call is made again.</summary>
/// <remarks>After failure n the wait is <c>FirstRetryInterval * BackoffCoefficient^(n-1)</c>, at most <c>MaxRetryInterval</c>, on a durable timer.</remarks>
public class RetryPolicy
{
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        ThrowIfShorter(maxRetryInterval, firstRetryInterval, nameof(maxRetryInterval));
        ThrowIfShorter(retryTimeout, firstRetryInterval, nameof(retryTimeout));

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    public int MaxNumberOfAttempts { get; }

    public TimeSpan FirstRetryInterval { get; }

    public double BackoffCoefficient { get; }

    public TimeSpan MaxRetryInterval { get; }

    public TimeSpan RetryTimeout { get; }

    public Func<TaskFailureDetails, bool> HandleFailure { init => Handles = value; }

    /// <summary>False for a failure that is not to be retried.</summary>
    internal Func<TaskFailureDetails, bool> Handles { get; private init; } = static _ => true;

    private static void ThrowIfShorter(TimeSpan? value, TimeSpan firstRetryInterval, string parameter)
    {
        if (value < firstRetryInterval && value != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(parameter, value, $"{parameter} must be at least {nameof(firstRetryInterval)} ({firstRetryInterval}), or infinite.");
        }
    }
}
