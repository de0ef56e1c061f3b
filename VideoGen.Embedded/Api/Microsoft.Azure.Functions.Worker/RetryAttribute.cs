namespace Microsoft.Azure.Functions.Worker;

/// <summary>How often a failed timer function is run again.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    public RetryAttribute()
    {
    }

    public int MaxRetryCount { get; set; }
}
