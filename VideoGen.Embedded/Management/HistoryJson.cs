using System.Text.Json;
using Microsoft.DurableTask;
using VideoGen.Embedded.Durable;

namespace VideoGen.Embedded.Management;

/// <summary>The history as the management API shows it: what was scheduled is merged into what came of it.</summary>
internal sealed class HistoryJson(InstanceState state, IReadOnlyList<HistoryRow> rows, bool showInput, bool showOutput)
{
    private readonly List<HistoryEvent> _events = [.. rows.SelectMany(row => row.Events)];

    public void Write(Utf8JsonWriter json)
    {
        var scheduled = _events.Where(IsCall).ToDictionary(entry => entry.TaskId);
        var answered = _events.Where(IsAnswer).Select(entry => entry.TaskId).ToHashSet();
        json.WriteStartArray("historyEvents");
        foreach (var entry in _events)
        {
            if (IsCall(entry) && answered.Contains(entry.TaskId)) continue;
            json.WriteStartObject();
            json.WriteString("EventType", NameOf(entry.Kind));
            WriteMembers(json, entry, scheduled.GetValueOrDefault(entry.TaskId));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteMembers(Utf8JsonWriter json, HistoryEvent entry, HistoryEvent? scheduled)
    {
        switch (entry.Kind)
        {
            case EventKind.ExecutionStarted:
                if (showInput) json.WriteString("Input", state.Input);
                json.WriteNull("Correlation");
                json.WriteNull("ParentTraceContext");
                WriteTime(json, "ScheduledStartTime", state.ScheduledStart);
                if (entry.Name == HistoryNames.Continued) json.WriteNull("Generation");
                else json.WriteNumber("Generation", 0);
                json.WriteString("Timestamp", entry.Timestamp);
                json.WriteString("FunctionName", state.Name);
                return;
            case EventKind.TaskCompleted or EventKind.SubOrchestrationCompleted:
                if (showOutput) json.WritePayload("Result", entry.Data);
                break;
            case EventKind.TaskFailed or EventKind.SubOrchestrationFailed:
                json.WriteString("Reason", entry.Kind == EventKind.TaskFailed ? $"Function '{scheduled?.Name}' failed with an unhandled exception." : entry.Failure?.ErrorMessage);
                json.WriteNull("Details");
                WriteFailure(json, "FailureDetails", entry.Failure);
                break;
            case EventKind.TaskScheduled:
                json.WriteString("Name", entry.Name);
                break;
            case EventKind.SubOrchestrationCreated or EventKind.EventSent:
                json.WriteString("InstanceId", entry.InstanceId);
                json.WriteString("Name", entry.Name);
                break;
            case EventKind.EventRaised:
                json.WriteString("Name", entry.Name);
                if (showInput) json.WriteString("Input", entry.Data);
                json.WriteNull("ParentTraceContext");
                break;
            case EventKind.TimerCreated or EventKind.TimerFired:
                WriteTime(json, "FireAt", entry.FireAt);
                break;
            case EventKind.ExecutionTerminated:
                json.WriteString("Input", entry.Data);
                break;
            case EventKind.ExecutionCompleted:
                json.WriteString("OrchestrationStatus", entry.Name);
                if (showOutput) json.WritePayload("Result", entry.Data);
                WriteFailure(json, "FailureDetails", entry.Failure);
                break;
            case EventKind.ExecutionSuspended or EventKind.ExecutionResumed:
                json.WriteString("Reason", entry.Data);
                break;
        }

        json.WriteString("Timestamp", entry.Timestamp);
        if (scheduled is null || !IsAnswer(entry)) return;
        json.WriteString("ScheduledTime", scheduled.Timestamp);
        json.WriteString("FunctionName", scheduled.Name);
        // The name is always there; the engine does not keep what an activity was given.
        if (showInput) json.WriteNull("Input");
    }

    private static void WriteFailure(Utf8JsonWriter json, string name, TaskFailureDetails? failure)
    {
        if (failure is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("ErrorType", failure.ErrorType);
        json.WriteString("ErrorMessage", failure.ErrorMessage);
        json.WriteString("StackTrace", failure.StackTrace);
        WriteFailure(json, "InnerFailure", failure.InnerFailure);
        json.WriteBoolean("IsNonRetriable", false);
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTime? time)
    {
        if (time is { } value) json.WriteString(name, value);
        else json.WriteNull(name);
    }

    private static bool IsCall(HistoryEvent entry) => entry.Kind is EventKind.TaskScheduled or EventKind.SubOrchestrationCreated;

    private static bool IsAnswer(HistoryEvent entry) =>
        entry.Kind is EventKind.TaskCompleted or EventKind.TaskFailed or EventKind.SubOrchestrationCompleted or EventKind.SubOrchestrationFailed;

    private static string NameOf(EventKind kind) => kind switch
    {
        EventKind.SubOrchestrationCreated => "SubOrchestrationInstanceCreated",
        EventKind.SubOrchestrationCompleted => "SubOrchestrationInstanceCompleted",
        EventKind.SubOrchestrationFailed => "SubOrchestrationInstanceFailed",
        _ => kind.ToString(),
    };
}
