namespace Microsoft.Azure.Functions.Worker;

/// <summary>Retries after delays that double, between two bounds.</summary>
public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        if (!TimeSpan.TryParse(minimumInterval, out var minimum)) throw new ArgumentOutOfRangeException(nameof(minimumInterval));
        if (!TimeSpan.TryParse(maximumInterval, out var maximum)) throw new ArgumentOutOfRangeException(nameof(maximumInterval));
        if (minimum < TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(minimumInterval), "The TimeSpan must not be negative.");
        if (maximum < TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(maximumInterval), "The TimeSpan must not be negative.");
        if (minimum > maximum) throw new ArgumentException("The minimumInterval must not be greater than the maximumInterval.", nameof(minimumInterval));

        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
    }

    internal string MinimumInterval { get; }

    internal string MaximumInterval { get; }
}
