namespace VideoGen.Embedded.Durable;

/// <summary>Something an orchestrator asked for: how the history records it, and what is needed to do it.</summary>
/// <param name="Event">The record; its task id is the action's sequence number.</param>
/// <param name="Payload">Input or event payload. An activity's is not stored: replay makes it again.</param>
/// <param name="Version">The version asked for of a sub-orchestration.</param>
/// <param name="Tags">The tags of a sub-orchestration, as JSON.</param>
internal sealed record DurableAction(HistoryEvent Event, string? Payload, string? Version = null, string? Tags = null);
