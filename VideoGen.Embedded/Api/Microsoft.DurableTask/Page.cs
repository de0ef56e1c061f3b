namespace Microsoft.DurableTask;

/// <summary>One page of a result; without a continuation token it is the last.</summary>
public sealed class Page<T> where T : notnull
{
    public Page(IReadOnlyList<T> values, string? continuationToken = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = values;
        ContinuationToken = continuationToken;
    }

    public IReadOnlyList<T> Values { get; }

    public string? ContinuationToken { get; }
}
