using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using VideoGen.Embedded.Sqlite;

namespace VideoGen.Embedded.Durable;

/// <summary>All that one episode changes, committed as one: history, status, sub-orchestrations, messages sent and received.</summary>
internal sealed class EpisodeCommit(Engine engine, Instance instance, DateTime at) : WriteOperation, IThreadPoolWorkItem
{
    public Instance Instance => instance;

    public DateTime At => at;

    public required int Row { get; init; }

    public required byte[] Events { get; init; }

    /// <summary>False for events that are only stored, as before a start that is still ahead.</summary>
    public bool IsProcessed { get; init; } = true;

    public IReadOnlyList<DurableAction> Actions { get; init; } = [];

    public IReadOnlyList<Message> Mail { get; init; } = [];

    /// <summary>The status to show from now on, if it changed.</summary>
    public bool HasNewStatus { get; init; }

    public OrchestrationRuntimeStatus Status { get; init; }

    public string? CustomStatus { get; init; }

    public string? Output { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    public NextGeneration? Next { get; init; }

    /// <summary>Whether the activities were already begun, because the episode follows from what is stored alone.</summary>
    public bool IsLazy { get; init; }

    /// <summary>Open sub-orchestrations to be terminated with this instance.</summary>
    public IReadOnlyList<string> TerminatedChildren { get; init; } = [];

    public bool IsEnd => !InstanceStore.IsOpen(Status);

    public List<Instance> Children { get; } = [];

    public List<(long Instance, string Id, Message Message)> Deliveries { get; } = [];

    protected internal override void Execute(SqliteWriter writer)
    {
        if (Next is not null) InstanceStore.SetNextGeneration(writer, instance.No, Next.Input, Next.Version, at);
        InstanceStore.AppendRow(writer, instance.No, Row, at, IsProcessed, Events);
        foreach (var message in Mail)
        {
            if (message.InboxNo is { } inboxNo) InstanceStore.Consume(writer, inboxNo);
        }

        foreach (var action in Actions)
        {
            if (action.Event.Kind == EventKind.SubOrchestrationCreated) StartChild(writer, action);
            else if (action.Event.Kind == EventKind.EventSent) Send(writer, action.Event.InstanceId!, Raised(action));
        }

        foreach (var child in TerminatedChildren)
        {
            Send(writer, child, new(EventKind.ExecutionTerminated, at) { Data = Output, Name = HistoryNames.Recursive });
        }

        if (IsEnd)
        {
            InstanceStore.SetEnd(writer, instance.No, Status, CustomStatus, Output, Failure is null ? null : HistoryCodec.WriteFailure(Failure), at);
            if (instance.Identity.Parent is { } parent) Deliver(writer, parent.No, parent.InstanceId, Answer(parent.TaskId));
        }
        else if (HasNewStatus)
        {
            InstanceStore.SetProgress(writer, instance.No, Status, CustomStatus, Output, at);
        }
    }

    protected internal override void Completed(Exception? error) => engine.Committed(this, error);

    void IThreadPoolWorkItem.Execute() => engine.AfterCommit(this);

    private void StartChild(SqliteWriter writer, DurableAction action)
    {
        var scheduled = action.Event;
        if (InstanceStore.Find(writer, scheduled.InstanceId!) is { } existing)
        {
            if (InstanceStore.IsOpen(existing.Status))
            {
                var refusal = TaskFailureDetails.FromException(Engine.AlreadyExists(scheduled.InstanceId!, existing.Status));
                Deliver(writer, instance.No, instance.Id, new(EventKind.SubOrchestrationFailed, at) { TaskId = scheduled.TaskId, Failure = refusal });
                return;
            }

            InstanceStore.Delete(writer, existing.No);
        }

        var parent = new OrchestratorParent(instance.No, instance.Identity.Name, instance.Id, scheduled.TaskId);
        var child = engine.NewInstance(new OrchestratorIdentity(scheduled.Name!, scheduled.InstanceId!, action.Payload, action.Version, parent), at, action.Tags);
        Engine.InsertNew(writer, child);
        Children.Add(child);
    }

    private void Send(SqliteWriter writer, string id, HistoryEvent message)
    {
        if (InstanceStore.Find(writer, id) is { } target) Deliver(writer, target.No, id, message);
    }

    private void Deliver(SqliteWriter writer, long target, string id, HistoryEvent message)
    {
        var inboxNo = engine.NextInboxNo();
        if (InstanceStore.Deliver(writer, inboxNo, target, message)) Deliveries.Add((target, id, new Message(message) { InboxNo = inboxNo }));
    }

    private HistoryEvent Raised(DurableAction sent) => new(EventKind.EventRaised, at) { Name = sent.Event.Name, Data = sent.Payload };

    private HistoryEvent Answer(int taskId) => Status switch
    {
        OrchestrationRuntimeStatus.Completed => new(EventKind.SubOrchestrationCompleted, at) { TaskId = taskId, Data = Output },
        _ => new(EventKind.SubOrchestrationFailed, at) { TaskId = taskId, Failure = Failure ?? new("DurableTask.Core.Exceptions.OrchestrationTerminatedException", Output ?? "The sub-orchestration was terminated.", null, null, null) },
    };
}
