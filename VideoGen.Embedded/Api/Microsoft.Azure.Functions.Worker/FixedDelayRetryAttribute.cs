namespace Microsoft.Azure.Functions.Worker;

/// <summary>Retries after the same delay each time.</summary>
public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        if (!TimeSpan.TryParse(delayInterval, out var delay)) throw new ArgumentOutOfRangeException(nameof(delayInterval));
        if (delay < TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(delayInterval), "The TimeSpan must not be negative.");

        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
    }

    internal string DelayInterval { get; }
}
