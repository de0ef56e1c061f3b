using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Embedded.Durable;

internal sealed partial class Engine
{
    private readonly ConcurrentQueue<Instance> _evictable = new();
    private int _live;

    /// <summary>The commit's outcome, told on the writer's turn: only what must be seen at once happens here.</summary>
    internal void Committed(EpisodeCommit commit, Exception? error)
    {
        var instance = commit.Instance;
        if (error is not null)
        {
            foreach (var message in commit.Mail)
            {
                message.Sender?.TrySetException(error);
            }

            if (!_stopping.IsCancellationRequested) _onStorageFailure(error);
            return;
        }

        Interlocked.Decrement(ref instance.PendingCommits);
        _meter.Count(commit);
        foreach (var child in commit.Children)
        {
            _open[child.Id] = child;
        }

        if (commit.IsEnd)
        {
            _open.TryRemove(new(instance.Id, instance));
            instance.End();
        }
        else if (commit.IsProcessed)
        {
            instance.Started();
        }

        foreach (var message in commit.Mail)
        {
            message.Sender?.TrySetResult(SignalResult.Accepted);
        }

        if (commit.IsLazy) _busy.Exit();
        else ThreadPool.UnsafeQueueUserWorkItem(commit, preferLocal: true);
    }

    /// <summary>Does what the commit made due, then goes on with the instance.</summary>
    internal void AfterCommit(EpisodeCommit commit)
    {
        foreach (var child in commit.Children)
        {
            Wake(child);
        }

        foreach (var (no, id, message) in commit.Deliveries)
        {
            if (_open.TryGetValue(id, out var target) && target.No == no) Post(target, message);
        }

        if (commit.IsEnd)
        {
            // What an orchestrator called before it failed is done all the same; nobody waits for the result.
            if (Dispatch(commit.Instance, commit.Actions) is { } unawaited) Queue(unawaited);
            Forget(commit.Instance);
            _busy.Exit();
            return;
        }

        if (Dispatch(commit.Instance, commit.Actions) is not { } last)
        {
            Process(commit.Instance);
            return;
        }

        // Counted before the instance rests, so that the engine does not seem idle in between.
        _busy.Enter();
        var rested = Rested(commit.Instance);
        Begin(last, here: rested);
        if (!rested) Process(commit.Instance);
    }

    internal async Task RunActivityAsync(ActivityWork work)
    {
        var scheduled = work.Action.Event;
        HistoryEvent answer;
        try
        {
            if (_functions.HasActivity(scheduled.Name!))
            {
                var result = await _functions.RunActivityAsync(scheduled.Name!, work.Instance.Id, work.Action.Payload, _stopping.Token);
                answer = new(EventKind.TaskCompleted, Now) { TaskId = scheduled.TaskId, Data = result };
            }
            else
            {
                answer = new(EventKind.TaskFailed, Now) { TaskId = scheduled.TaskId, Failure = MissingFunction.Activity(scheduled.Name!) };
            }
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // Ended by the shutdown, not by itself: the history still has it as open, so the next process runs it again.
            _busy.Exit();
            return;
        }
        catch (Exception thrown)
        {
            answer = new(EventKind.TaskFailed, Now) { TaskId = scheduled.TaskId, Failure = TaskFailureDetails.FromException(thrown) };
        }

        _activities.End();
        Post(work.Instance, new Message(answer));
        _busy.Exit();
    }

    internal void Abandon() => _busy.Exit();

    /// <summary>Gives an instance a message and, if it rests, runs it on this thread.</summary>
    private void Post(Instance instance, Message message)
    {
        if (!instance.Post(message)) return;
        _busy.Enter();
        Process(instance);
    }

    /// <summary>As <see cref="Post"/>, for callers that are not the engine's: neither their thread nor what flows with it belongs in an orchestrator.</summary>
    private void PostFromOutside(Instance instance, Message message)
    {
        if (instance.Post(message)) Enqueue(instance);
    }

    private void Wake(Instance instance)
    {
        if (instance.TryActivate()) Enqueue(instance);
    }

    private void Enqueue(Instance instance)
    {
        _busy.Enter();
        ThreadPool.UnsafeQueueUserWorkItem(static state => state.Engine.Process(state.Instance), (Engine: this, Instance: instance), preferLocal: false);
    }

    private void Fire(IReadOnlyList<TimerEntry> due)
    {
        foreach (var timer in due)
        {
            PostFromOutside(timer.Instance, new Message(new(EventKind.TimerFired, Now) { TaskId = timer.TaskId, FireAt = timer.FireAt }));
        }
    }

    /// <summary>Runs episodes of an instance the caller owns until it has nothing to do or waits for a commit.</summary>
    internal void Process(Instance instance)
    {
        try
        {
            RunEpisodes(instance);
        }
        catch (ObjectDisposedException) when (_stopping.IsCancellationRequested)
        {
            // The database is closed: the next process takes up what is stored.
            _busy.Exit();
        }
    }

    private void RunEpisodes(Instance instance)
    {
        do
        {
            while (NextCommit(instance) is { } commit)
            {
                Interlocked.Increment(ref instance.PendingCommits);
                if (!commit.IsLazy)
                {
                    _database.Submit(commit);
                    return;
                }

                _busy.Enter();
                _database.SubmitLazily(commit);
                if (Dispatch(instance, commit.Actions) is { } last) Queue(last);
            }
        }
        while (!Rested(instance));
    }

    private bool Rested(Instance instance)
    {
        if (instance.PendingCommits == 0 && Options.MaxLiveInstances == 0) Evict(instance);
        if (instance.Held.Count > 0 && instance.StartAt is null || !instance.TryRest()) return false;
        _busy.Exit();
        return true;
    }

    /// <summary>Runs the next episode, if there is anything for it.</summary>
    private EpisodeCommit? NextCommit(Instance instance)
    {
        var mail = instance.TakeMail();
        mail.RemoveAll(m => IsStale(instance, m.Content));
        if (instance.IsRecovered) Redispatch(instance);
        if (mail.Find(m => m.Content.Kind == EventKind.ExecutionTerminated) is { } termination) return Terminate(instance, mail, termination.Content);
        if (instance.StartAt is { } startAt)
        {
            if (mail.Exists(m => m.Content is { Kind: EventKind.TimerFired, TaskId: StartTimer })) instance.StartAt = null;
            mail.RemoveAll(m => m.Content is { Kind: EventKind.TimerFired, TaskId: StartTimer });
            if (instance.StartAt is not null) return mail.Count == 0 ? null : Hold(instance, mail);
        }

        // A replay may come to an end of itself: by a departure from its history, or by code that has changed.
        var isDue = mail.Count > 0 || instance.Held.Count > 0 || instance.Run is { IsCompleted: true };
        return isDue ? Episode(instance, mail) : null;
    }

    /// <summary>Whether a timer fired that was cancelled meanwhile, or that belonged to an earlier generation.</summary>
    private static bool IsStale(Instance instance, HistoryEvent entry) =>
        entry.Kind == EventKind.TimerFired && !(instance.Timers.TryGetValue(entry.TaskId, out var timer) && timer.FireAt == entry.FireAt);

    private EpisodeCommit Episode(Instance instance, List<Message> mail)
    {
        // Without mail the episode follows from what is stored alone, its time included: after a crash it comes out the same,
        // so its activities need not wait until it is stored.
        var isFirst = instance.Held.Count > 0;
        var followsFromStore = isFirst && mail.Count == 0 && instance.Held[0] is { Kind: EventKind.ExecutionStarted } && !instance.WasScheduled;
        var at = followsFromStore ? instance.Created : Later(Now, instance.LastEpisode);
        var run = instance.Run ??= Load(instance);
        instance.RecentlyUsed = true;
        instance.LastEpisode = at;
        var events = mail.ConvertAll(m => m.Content);
        run.RunEpisode(at, isFirst ? [.. instance.Held, .. events] : events);
        instance.Held = [];
        Disarm(instance, run, events);
        return run.IsCompleted && run.Next is { } next ? ContinueAsNew(instance, run, next, mail) : Progress(instance, run, at, events, mail, followsFromStore);
    }

    private EpisodeCommit Progress(Instance instance, OrchestratorRun run, DateTime at, List<HistoryEvent> events, List<Message> mail, bool followsFromStore)
    {
        var actions = run.TakeActions();
        var status = StatusOf(run);
        var output = run switch
        {
            { Failure: { } failure } => failure.ToString(),
            { IsCompleted: true } => run.Output,
            _ when events.FindLast(e => e.Kind is EventKind.ExecutionSuspended or EventKind.ExecutionResumed) is { } steered => steered.Data,
            _ => instance.Output,
        };
        var customStatus = run.CustomStatus ?? "null";
        var isNew = (status, customStatus, output) != (instance.Status, instance.CustomStatus, instance.Output);
        (instance.Status, instance.CustomStatus, instance.Output) = (status, customStatus, output);
        foreach (var action in actions)
        {
            events.Add(action.Event);
        }

        if (run.IsCompleted) events.Add(new(EventKind.ExecutionCompleted, at) { Name = status.ToString(), Data = run.Failure?.ErrorMessage ?? run.Output, Failure = run.Failure });
        return new EpisodeCommit(this, instance, at)
        {
            Row = instance.NextRow++,
            Events = HistoryCodec.Encode(events),
            Actions = run.IsCompleted && actions.Count > 0 ? [.. actions.Where(a => a.Event.Kind != EventKind.TimerCreated)] : actions,
            Mail = mail,
            HasNewStatus = isNew,
            Status = status,
            CustomStatus = customStatus,
            Output = output,
            Failure = run.Failure,
            IsLazy = followsFromStore && !run.IsCompleted && Options.MaxLiveInstances > 0 && actions.TrueForAll(a => a.Event.Kind is EventKind.TaskScheduled),
        };
    }

    /// <summary>Ends the generation: the history becomes the next one's start and the events nobody took.</summary>
    private EpisodeCommit ContinueAsNew(Instance instance, OrchestratorRun run, NextGeneration next, List<Message> mail)
    {
        var now = instance.LastEpisode;
        var sent = run.TakeActions().FindAll(a => a.Event.Kind == EventKind.EventSent);
        List<HistoryEvent> held = [new(EventKind.ExecutionStarted, now) { Name = HistoryNames.Continued }];
        if (next.KeepEvents) held.AddRange(run.UnprocessedEvents);
        Forget(instance);
        instance.Identity = instance.Identity with { Input = next.Input, Version = next.Version };
        instance.Created = now;
        instance.WasScheduled = false;
        instance.Held = held;
        instance.NextRow = 1;
        instance.Status = OrchestrationRuntimeStatus.Running;
        return new EpisodeCommit(this, instance, now)
        {
            Row = 0,
            Events = HistoryCodec.Encode(held),
            IsProcessed = false,
            Actions = sent,
            Mail = mail,
            Status = OrchestrationRuntimeStatus.Running,
            Next = next,
        };
    }

    /// <summary>Ends the instance without running its code any further.</summary>
    private EpisodeCommit Terminate(Instance instance, List<Message> mail, HistoryEvent termination)
    {
        var at = Later(Now, instance.LastEpisode);
        var children = termination.Name == HistoryNames.Recursive && instance.Status != OrchestrationRuntimeStatus.Pending
            ? (instance.Run ??= Load(instance)).OpenTasks.Select(t => t.Action.Event).Where(e => e.Kind == EventKind.SubOrchestrationCreated).Select(e => e.InstanceId!)
            : [];
        instance.Status = OrchestrationRuntimeStatus.Terminated;
        instance.Held = [];
        List<HistoryEvent> events = [.. mail.Select(m => m.Content), new(EventKind.ExecutionCompleted, at) { Name = nameof(OrchestrationRuntimeStatus.Terminated), Data = termination.Data }];
        return new EpisodeCommit(this, instance, at)
        {
            Row = instance.NextRow++,
            Events = HistoryCodec.Encode(events),
            Mail = mail,
            Status = OrchestrationRuntimeStatus.Terminated,
            CustomStatus = instance.CustomStatus,
            Output = termination.Data,
            TerminatedChildren = [.. children],
        };
    }

    /// <summary>Stores what comes before a start that is still ahead.</summary>
    private EpisodeCommit Hold(Instance instance, List<Message> mail)
    {
        var events = mail.ConvertAll(m => m.Content);
        instance.Held.AddRange(events);
        return new EpisodeCommit(this, instance, Now)
        {
            Row = instance.NextRow++,
            Events = HistoryCodec.Encode(events),
            IsProcessed = false,
            Mail = mail,
            Status = instance.Status,
        };
    }

    /// <summary>Sets timers and queues activities; the last activity is left to the caller, who may run it where it stands.</summary>
    private ActivityWork? Dispatch(Instance instance, IReadOnlyList<DurableAction> actions)
    {
        ActivityWork? last = null;
        foreach (var action in actions)
        {
            switch (action.Event.Kind)
            {
                case EventKind.TimerCreated when instance.Run!.IsOpen(action.Event.TaskId):
                    Arm(instance, action.Event.TaskId, action.Event.FireAt!.Value);
                    break;
                case EventKind.TaskScheduled:
                    if (last is not null) Queue(last);
                    last = new ActivityWork(this, instance, action);
                    break;
            }
        }

        return last;
    }

    private void Queue(ActivityWork work)
    {
        _busy.Enter();
        Begin(work, here: false);
    }

    private void Begin(ActivityWork work, bool here)
    {
        if (!_activities.TryBegin(work)) return;
        if (here) _ = RunActivityAsync(work);
        else ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: true);
    }

    private void Arm(Instance instance, int taskId, DateTime fireAt)
    {
        var entry = new TimerEntry(instance, taskId, fireAt);
        if (!instance.Timers.TryAdd(taskId, entry)) return;
        if (fireAt > Now) _timers.Add(entry);
        else Fire([entry]);
    }

    private void Disarm(Instance instance, OrchestratorRun run, List<HistoryEvent> events)
    {
        foreach (var entry in events)
        {
            if (entry.Kind == EventKind.TimerFired) instance.Timers.Remove(entry.TaskId);
        }

        foreach (var cancelled in run.TakeCancelledTimers())
        {
            if (instance.Timers.Remove(cancelled, out var timer)) _timers.Remove(timer);
        }
    }

    private OrchestratorRun Load(Instance instance)
    {
        if (instance.IsInputLeft)
        {
            instance.Identity = instance.Identity with { Input = _database.Read(reader => InstanceStore.ReadInput(reader, instance.No)) };
            instance.IsInputLeft = false;
        }

        var run = new OrchestratorRun(instance.Identity, _functions, _converter, _loggers);
        if (instance.NextRow > 1 || instance.Held.Count == 0)
        {
            var rows = _database.Read(reader => InstanceStore.ReadHistory(reader, instance.No));
            run.Replay(rows);
            run.TakeCancelledTimers();
        }

        if (Options.MaxLiveInstances > 0)
        {
            if (Interlocked.Exchange(ref instance.IsEvictionCandidate, 1) == 0) _evictable.Enqueue(instance);
            DropEnded();
            if (Interlocked.Increment(ref _live) > Options.MaxLiveInstances) EvictOne();
        }

        return run;
    }

    private void Unload(Instance instance)
    {
        if (instance.Run is null) return;
        instance.Run = null;
        if (Options.MaxLiveInstances > 0) Interlocked.Decrement(ref _live);
    }

    /// <summary>Leaves in the store what is there, for an instance that waits with nothing on its way to the disk.</summary>
    private void Evict(Instance instance)
    {
        Unload(instance);
        instance.Identity = instance.Identity with { Input = null };
        instance.IsInputLeft = true;
    }

    private void Forget(Instance instance)
    {
        Unload(instance);
        foreach (var timer in instance.Timers.Values)
        {
            _timers.Remove(timer);
        }

        instance.Timers.Clear();
    }

    /// <summary>Drops the orchestrator that has rested longest; it is rebuilt from its history when something comes for it.</summary>
    private void EvictOne()
    {
        for (var looks = 0; looks < 32 && _evictable.TryDequeue(out var victim); looks++)
        {
            if (victim.HasEnded) continue;
            if (!victim.TryActivate())
            {
                _evictable.Enqueue(victim);
                continue;
            }

            var isVictim = victim.Run is not null && !victim.RecentlyUsed && victim.PendingCommits == 0;
            if (isVictim) Evict(victim);
            if (victim.Run is not null) _evictable.Enqueue(victim);
            else victim.IsEvictionCandidate = 0;
            victim.RecentlyUsed = false;
            if (!victim.TryRest()) Enqueue(victim);
            if (isVictim) return;
        }
    }

    /// <summary>Looks at two of the candidates for each new one, so that ended instances do not pile up among them.</summary>
    private void DropEnded()
    {
        for (var looks = 0; looks < 2 && _evictable.TryDequeue(out var oldest); looks++)
        {
            if (!oldest.HasEnded) _evictable.Enqueue(oldest);
        }
    }

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;

    private static OrchestrationRuntimeStatus StatusOf(OrchestratorRun run) => run switch
    {
        { Failure: not null } => OrchestrationRuntimeStatus.Failed,
        { IsCompleted: true } => OrchestrationRuntimeStatus.Completed,
        { IsSuspended: true } => OrchestrationRuntimeStatus.Suspended,
        _ => OrchestrationRuntimeStatus.Running,
    };
}
