namespace VideoGen.Embedded.Durable;

/// <summary>Says where a replay left its history.</summary>
internal static class NonDeterminism
{
    public static string Describe(HistoryEvent recorded, HistoryEvent? produced)
    {
        var before = $"Non-Deterministic workflow detected: A previous execution of this orchestration scheduled {Recorded(recorded)}";
        var now = produced is null
            ? "but the current replay execution hasn't (yet?) scheduled this task."
            : $"but the current orchestration replay instead produced a {Produced(produced.Kind)} action with this sequence number{Named(produced)}.";
        return $"{before}, {now} Was a change made to the orchestrator code after this instance had already started running?";
    }

    private static string Recorded(HistoryEvent recorded) => recorded.Kind switch
    {
        EventKind.TaskScheduled => $"an activity task with sequence number {recorded.TaskId} named '{recorded.Name}'",
        EventKind.SubOrchestrationCreated => $"a sub-orchestration task with sequence number {recorded.TaskId} and name '{recorded.Name}'",
        EventKind.TimerCreated => $"a timer task with sequence number {recorded.TaskId}",
        _ => $"an event with sequence number {recorded.TaskId} named '{recorded.Name}' to instance '{recorded.InstanceId}'",
    };

    private static string Produced(EventKind kind) => kind switch
    {
        EventKind.TaskScheduled => "ScheduleTaskOrchestratorAction",
        EventKind.SubOrchestrationCreated => "CreateSubOrchestrationAction",
        EventKind.TimerCreated => "CreateTimerOrchestratorAction",
        _ => "SendEventOrchestratorAction",
    };

    private static string Named(HistoryEvent produced) => produced.Name is null ? "" : $" named '{produced.Name}'";
}
