using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Embedded.Durable;

/// <summary>An instance as committed.</summary>
/// <param name="Output">Output as JSON; plain text for a failure, a suspend reason or a terminate reason given as text.</param>
/// <param name="CustomStatus">JSON; <c>"null"</c> once an episode ran without setting it.</param>
internal sealed record InstanceState(
    long No,
    string Id,
    string Name,
    string? Version,
    OrchestrationRuntimeStatus Status,
    DateTime Created,
    DateTime Updated,
    string? Input,
    string? Output,
    string? CustomStatus,
    TaskFailureDetails? Failure,
    string? Tags,
    DateTime? ScheduledStart);

/// <summary>A start as the engine takes it: everything already text.</summary>
/// <param name="Reusable">The states in which an existing instance of that id gives way; null for the configured rule.</param>
internal sealed record StartRequest(
    string Name,
    string? Input,
    string? InstanceId = null,
    DateTime? StartAt = null,
    string? Version = null,
    string? Tags = null,
    IReadOnlySet<OrchestrationRuntimeStatus>? Reusable = null);

/// <summary>Which instances to list, in the order they were created.</summary>
internal sealed record InstanceFilter(
    string? Prefix = null,
    DateTime? CreatedFrom = null,
    DateTime? CreatedTo = null,
    IReadOnlyCollection<OrchestrationRuntimeStatus>? Statuses = null,
    int PageSize = 100,
    string? ContinuationToken = null);

/// <summary>A page of instances; the token is null at the end.</summary>
internal sealed record InstancePage(IReadOnlyList<InstanceState> Items, string? ContinuationToken);

/// <summary>What became of an event, terminate, suspend or resume.</summary>
internal enum SignalResult
{
    /// <summary>Committed to the instance's history.</summary>
    Accepted,

    /// <summary>No instance has that id.</summary>
    Unknown,

    /// <summary>The instance has ended.</summary>
    Finished,

    /// <summary>Suspend of a suspended instance, or resume of one that is not.</summary>
    WrongState,
}
