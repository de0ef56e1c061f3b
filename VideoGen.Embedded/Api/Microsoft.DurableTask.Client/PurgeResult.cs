namespace Microsoft.DurableTask.Client;

/// <summary>How many instances were purged, and whether that was all of them.</summary>
public class PurgeResult
{
    public PurgeResult(int count)
        : this(count, null)
    {
    }

    public PurgeResult(int count, bool? isComplete)
    {
        if (count < 0)
        {
            throw new ArgumentException("The count cannot be negative.", nameof(count));
        }

        PurgedInstanceCount = count;
        IsComplete = isComplete;
    }

    public int PurgedInstanceCount { get; }

    public bool? IsComplete { get; }
}
