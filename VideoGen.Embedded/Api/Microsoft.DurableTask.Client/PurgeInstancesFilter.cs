namespace Microsoft.DurableTask.Client;

/// <summary>Which finished instances to purge.</summary>
/// <remarks>Always set <c>CreatedFrom</c>: Azure's host cannot do without it.</remarks>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
{
    public TimeSpan? Timeout { get; init; }
}
