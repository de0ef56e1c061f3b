namespace Microsoft.DurableTask.Client;

/// <summary>Typed access to the states that forbid a start.</summary>
public static class StartOrchestrationOptionsExtensions
{
#pragma warning disable CS0618 // Canceled is obsolete, yet a state a start may be refused for.
    public static readonly IReadOnlyList<OrchestrationRuntimeStatus> ValidDedupeStatuses =
    [
        OrchestrationRuntimeStatus.Completed,
        OrchestrationRuntimeStatus.Failed,
        OrchestrationRuntimeStatus.Terminated,
        OrchestrationRuntimeStatus.Canceled,
        OrchestrationRuntimeStatus.Pending,
        OrchestrationRuntimeStatus.Running,
        OrchestrationRuntimeStatus.Suspended,
    ];
#pragma warning restore CS0618

    public static StartOrchestrationOptions WithDedupeStatuses(this StartOrchestrationOptions options, params OrchestrationRuntimeStatus[] dedupeStatuses) =>
        options with { DedupeStatuses = [.. dedupeStatuses.Select(status => status.ToString())] };
}
