using Microsoft.DurableTask;

namespace VideoGen.Embedded.Durable;

/// <summary>What happened to an instance. The numbers are stored: they never change their meaning.</summary>
internal enum EventKind : byte
{
    ExecutionStarted = 1,
    TaskScheduled = 2,
    TaskCompleted = 3,
    TaskFailed = 4,
    SubOrchestrationCreated = 5,
    SubOrchestrationCompleted = 6,
    SubOrchestrationFailed = 7,
    TimerCreated = 8,
    TimerFired = 9,
    EventSent = 10,
    EventRaised = 11,
    ExecutionSuspended = 12,
    ExecutionResumed = 13,
    ExecutionTerminated = 14,
    ExecutionCompleted = 15,
}

/// <summary>One entry of an instance's history; which members are set depends on the kind.</summary>
internal sealed record HistoryEvent(EventKind Kind, DateTime Timestamp)
{
    /// <summary>The action's sequence number, for what was scheduled and for what answers it.</summary>
    public int TaskId { get; init; } = -1;

    /// <summary>The activity, orchestrator or event.</summary>
    public string? Name { get; init; }

    /// <summary>Input, result, event payload, reason or output, as stored text.</summary>
    public string? Data { get; init; }

    /// <summary>The sub-orchestration, or the receiver of an event.</summary>
    public string? InstanceId { get; init; }

    public DateTime? FireAt { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    /// <summary>Whether the orchestrator asked for it, in contrast to what came from outside.</summary>
    public bool IsAction => Kind is EventKind.TaskScheduled or EventKind.SubOrchestrationCreated or EventKind.TimerCreated or EventKind.EventSent;
}

/// <summary>A committed row of the history: the events of one episode, or events stored but not yet given to the orchestrator.</summary>
/// <param name="At">The episode's time, which the orchestrator sees as now.</param>
/// <param name="Processed">False for events that wait for the next episode.</param>
internal sealed record HistoryRow(DateTime At, bool Processed, IReadOnlyList<HistoryEvent> Events);

/// <summary>Words with a meaning of their own in <see cref="HistoryEvent.Name"/>.</summary>
internal static class HistoryNames
{
    /// <summary>On a termination: open sub-orchestrations end with the instance.</summary>
    public const string Recursive = "recursive";

    /// <summary>On a start: it is that of a later generation.</summary>
    public const string Continued = "continued";
}
