using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace VideoGen.Embedded.Durable;

/// <summary>Who an orchestrator is, as its code may ask.</summary>
internal sealed record OrchestratorIdentity(string Name, string InstanceId, string? Input, string? Version, OrchestratorParent? Parent);

/// <summary>The instance that waits for a sub-orchestration, and the sequence number it waits under.</summary>
internal sealed record OrchestratorParent(long No, string Name, string InstanceId, int TaskId);

/// <summary>How the next generation starts.</summary>
internal sealed record NextGeneration(string? Input, bool KeepEvents, string? Version);

/// <summary>One orchestrator in memory: its code, suspended where it waits, fed with events and asked for actions. Pure but for that code.</summary>
/// <remarks>Not thread-safe: the engine runs one episode of an instance at a time.</remarks>
internal sealed class OrchestratorRun
{
    internal const string InvalidAsynchronousInvocation =
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks in an orchestrator function's implementation or by middleware that invokes asynchronous code.";

    private readonly OrchestratorSynchronizationContext _thread = new();
    private readonly Dictionary<int, OpenTask> _open = [];
    private readonly ExternalEvents _events;
    private readonly DataConverter _converter;
    private readonly IFunctionInvoker _functions;
    private readonly OrchestratorContext _context;
    private readonly string _name;
    private readonly List<HistoryEvent> _heldWhileSuspended = [];
    private Dictionary<int, DurableAction> _unrecorded = [];
    private List<DurableAction> _actions = [];
    private List<int> _cancelledTimers = [];
    private Task<object?>? _function;
    private int _nextTaskId;

    public OrchestratorRun(OrchestratorIdentity identity, IFunctionInvoker functions, DataConverter converter, ILoggerFactory loggers)
    {
        _name = identity.Name;
        _functions = functions;
        _converter = converter;
        _events = new ExternalEvents(converter);
        _context = new OrchestratorContext(this, identity, converter, loggers);
    }

    public DateTime Now { get; private set; }

    public bool IsReplaying { get; private set; }

    public bool IsSuspended { get; private set; }

    public string? CustomStatus { get; private set; }

    /// <summary>Set when the orchestrator asked to continue as new.</summary>
    public NextGeneration? Next { get; private set; }

    public TaskFailureDetails? Failure { get; private set; }

    /// <summary>The orchestrator's result as JSON, once it has completed.</summary>
    public string? Output { get; private set; }

    /// <summary>Whether the function has ended and nothing it started is still open.</summary>
    public bool IsCompleted { get; private set; }

    public IReadOnlyCollection<OpenTask> OpenTasks => _open.Values;

    public bool IsOpen(int taskId) => _open.ContainsKey(taskId);

    /// <summary>Events that came and were not taken, oldest first, for the next generation.</summary>
    public IEnumerable<HistoryEvent> UnprocessedEvents =>
        _events.Buffered.Concat(_heldWhileSuspended.Where(e => e.Kind == EventKind.EventRaised));

    /// <summary>Runs again what the history tells, without effects. A departure from it becomes the failure of the instance.</summary>
    public void Replay(IEnumerable<HistoryRow> rows)
    {
        List<HistoryEvent> waiting = [];
        foreach (var row in rows)
        {
            if (!row.Processed)
            {
                waiting.AddRange(row.Events);
                continue;
            }

            RunEpisode(row.At, [.. waiting, .. row.Events.Where(e => !e.IsAction)], replaying: true);
            waiting.Clear();
            if (Failure is null) Match(row.Events);
            if (IsCompleted) return;
        }
    }

    /// <summary>Feeds events to the orchestrator and runs it until it waits again.</summary>
    public void RunEpisode(DateTime now, IReadOnlyList<HistoryEvent> events, bool replaying = false)
    {
        Now = now;
        IsReplaying = replaying;
        if (IsCompleted) return;
        try
        {
            _thread.Run(Feed, events);
            Conclude();
        }
        catch (Exception escaped)
        {
            // From a continuation that no task holds, such as an async void method, or from writing the result as JSON.
            Fail(escaped);
        }
    }

    /// <summary>What the orchestrator asked for since the last call and the history does not have, in order of sequence numbers.</summary>
    public List<DurableAction> TakeActions()
    {
        var actions = _actions;
        _actions = [];
        if (_unrecorded.Count == 0) return actions;
        actions = [.. _unrecorded.Values, .. actions];
        _unrecorded = [];
        return actions;
    }

    /// <summary>The timers cancelled since the last call.</summary>
    public List<int> TakeCancelledTimers()
    {
        var cancelled = _cancelledTimers;
        if (cancelled.Count > 0) _cancelledTimers = [];
        return cancelled;
    }

    public void EnsureLegalAccess()
    {
        if (!_thread.IsCurrent) throw new InvalidOperationException(InvalidAsynchronousInvocation);
    }

    internal Task<T> CallActivity<T>(string name, string? input)
    {
        var action = Schedule(new(EventKind.TaskScheduled, Now) { TaskId = _nextTaskId++, Name = name }, input);
        return Open(new OpenCall<T>(action, _converter)).Task;
    }

    internal Task<T> CallSubOrchestrator<T>(string name, string instanceId, string? input, string? version, string? tags)
    {
        var scheduled = new HistoryEvent(EventKind.SubOrchestrationCreated, Now) { TaskId = _nextTaskId++, Name = name, InstanceId = instanceId };
        var action = Add(new DurableAction(scheduled, input, version, tags));
        return Open(new OpenCall<T>(action, _converter)).Task;
    }

    internal Task CreateTimer(DateTime fireAt, CancellationToken ct)
    {
        EnsureLegalAccess();
        var action = Schedule(new(EventKind.TimerCreated, Now) { TaskId = _nextTaskId++, FireAt = fireAt }, null);
        var timer = Open(new OpenTimer(action));
        if (ct.CanBeCanceled) ct.Register(() => CancelTimer(timer));
        return timer.Task;
    }

    internal Task<T> WaitForEvent<T>(string name, CancellationToken ct)
    {
        EnsureLegalAccess();
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _events.Wait<T>(name, ct);
    }

    internal void SendEvent(string instanceId, string name, string? payload)
    {
        EnsureLegalAccess();
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Schedule(new(EventKind.EventSent, Now) { TaskId = _nextTaskId++, Name = name, InstanceId = instanceId }, payload);
    }

    internal void SetCustomStatus(string? status)
    {
        EnsureLegalAccess();
        CustomStatus = status;
    }

    internal void ContinueAsNew(NextGeneration next)
    {
        EnsureLegalAccess();
        Next = next;
    }

    private DurableAction Schedule(HistoryEvent scheduled, string? payload) => Add(new DurableAction(scheduled, payload));

    private DurableAction Add(DurableAction action)
    {
        _actions.Add(action);
        return action;
    }

    private T Open<T>(T task)
        where T : OpenTask
    {
        _open.Add(task.Action.Event.TaskId, task);
        return task;
    }

    private void CancelTimer(OpenTimer timer)
    {
        if (!_open.Remove(timer.Action.Event.TaskId)) return;
        _cancelledTimers.Add(timer.Action.Event.TaskId);
        timer.Cancel();
    }

    private void Feed(IReadOnlyList<HistoryEvent> events)
    {
        foreach (var entry in events)
        {
            Apply(entry);
        }
    }

    private void Apply(HistoryEvent entry)
    {
        switch (entry.Kind)
        {
            case EventKind.ExecutionSuspended:
                IsSuspended = true;
                break;
            case EventKind.ExecutionResumed:
                IsSuspended = false;
                var held = _heldWhileSuspended.ToArray();
                _heldWhileSuspended.Clear();
                Feed(held);
                break;
            case var _ when IsSuspended:
                _heldWhileSuspended.Add(entry);
                break;
            case EventKind.ExecutionStarted when !_functions.HasOrchestrator(_name):
                Fail(MissingFunction.Orchestrator(_name));
                break;
            case EventKind.ExecutionStarted:
                _function = Start();
                break;
            case EventKind.TaskCompleted or EventKind.SubOrchestrationCompleted or EventKind.TimerFired:
                if (_open.Remove(entry.TaskId, out var completed)) completed.Complete(entry.Data);
                break;
            case EventKind.TaskFailed or EventKind.SubOrchestrationFailed:
                if (_open.Remove(entry.TaskId, out var failed)) failed.Fail(entry.Failure!);
                break;
            case EventKind.EventRaised:
                _events.Raise(entry);
                break;
            default:
                throw new InvalidOperationException($"An orchestrator is not told of {entry.Kind}.");
        }
    }

    private Task<object?> Start()
    {
        try
        {
            return _functions.RunOrchestratorAsync(_name, _context);
        }
        catch (Exception thrown)
        {
            return Task.FromException<object?>(thrown);
        }
    }

    private void Conclude()
    {
        if (IsCompleted || _function is null) return;
        if (_thread.WasLeft || (!_function.IsCompleted && !IsSuspended && _open.Count == 0 && !_events.AnyWaiter))
        {
            Fail(new InvalidOperationException(InvalidAsynchronousInvocation));
        }
        else if (_function.IsFaulted)
        {
            Fail(_function.Exception.InnerException!);
        }
        else if (_function.IsCanceled)
        {
            Fail(new TaskCanceledException(_function));
        }
        else if (_function.IsCompleted && _open.Count == 0)
        {
            if (Next is null) Output = _converter.Serialize(_function.Result);
            IsCompleted = true;
        }
    }

    private void Fail(Exception exception)
    {
        var details = TaskFailureDetails.FromException(exception);
        Fail(exception is TaskFailedException { FailureDetails: var cause } ? details with { InnerFailure = cause } : details);
    }

    private void Fail(TaskFailureDetails failure)
    {
        IsCompleted = true;
        Next = null;
        Failure = failure;
    }

    /// <summary>Each recorded action must have been asked for again: the same number, kind and name.</summary>
    private void Match(IReadOnlyList<HistoryEvent> recorded)
    {
        foreach (var action in _actions)
        {
            _unrecorded.Add(action.Event.TaskId, action);
        }

        _actions.Clear();
        foreach (var entry in recorded)
        {
            if (!entry.IsAction) continue;
            _unrecorded.Remove(entry.TaskId, out var produced);
            if (produced?.Event.Kind == entry.Kind && string.Equals(produced.Event.Name, entry.Name, StringComparison.OrdinalIgnoreCase)) continue;
            _open.Clear();
            _unrecorded.Clear();
            Fail(new NonDeterministicOrchestrationException(NonDeterminism.Describe(entry, produced?.Event)));
            return;
        }
    }
}
