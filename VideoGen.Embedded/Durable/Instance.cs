using Microsoft.DurableTask.Client;

namespace VideoGen.Embedded.Durable;

/// <summary>Something that came for an instance: an event of its history to be, and who waits to hear that it is committed.</summary>
internal sealed class Message(HistoryEvent content)
{
    public HistoryEvent Content => content;

    /// <summary>The row to delete when the message is committed, for one that another instance sent.</summary>
    public long? InboxNo { get; init; }

    public TaskCompletionSource<SignalResult>? Sender { get; init; }
}

/// <summary>An instance that has not ended: its place in the store, its mailbox, and its orchestrator while that is in memory.</summary>
/// <remarks>Whoever sets <c>active</c> through <see cref="Post"/> or <see cref="TryActivate"/> owns all else until <see cref="TryRest"/>.</remarks>
internal sealed class Instance(long no, OrchestratorIdentity identity, DateTime created)
{
    private readonly Lock _gate = new();
    private List<Message> _mailbox = [];
    private bool _active;
    private bool _started;
    private List<TaskCompletionSource>? _endWaiters;
    private List<TaskCompletionSource>? _startWaiters;

    public long No => no;

    public string Id => Identity.InstanceId;

    public OrchestratorIdentity Identity { get; set; } = identity;

    /// <summary>Start of this generation.</summary>
    public DateTime Created { get; set; } = created;

    public string? Tags { get; init; }

    /// <summary>When it is to start, for a start that is still ahead.</summary>
    public DateTime? StartAt { get; set; }

    public OrchestrationRuntimeStatus Status { get; set; } = OrchestrationRuntimeStatus.Pending;

    public string? CustomStatus { get; set; }

    public string? Output { get; set; }

    public int NextRow { get; set; }

    /// <summary>Events stored but not yet given to the orchestrator: its start, and what came before that.</summary>
    public List<HistoryEvent> Held { get; set; } = [];

    /// <summary>Whether the start was put off to a given time.</summary>
    public bool WasScheduled { get; set; }

    /// <summary>The time of the last episode; the next one's is never before it.</summary>
    public DateTime LastEpisode { get; set; }

    public OrchestratorRun? Run { get; set; }

    /// <summary>Whether the input is left in the store while the orchestrator is not in memory.</summary>
    public bool IsInputLeft { get; set; }

    /// <summary>Set when the instance was used since the eviction last passed by.</summary>
    public bool RecentlyUsed { get; set; }

    /// <summary>1 while the eviction has the instance in its line.</summary>
    public int IsEvictionCandidate;

    /// <summary>Set after a restart of the process, when activities that had not ended must be run again.</summary>
    public bool IsRecovered { get; set; }

    /// <summary>Changes submitted and not yet on the disk: the history cannot be read back before they are.</summary>
    public int PendingCommits;

    public bool HasEnded { get; private set; }

    public Dictionary<int, TimerEntry> Timers { get; } = [];

    /// <summary>Puts a message into the mailbox; true when the caller has to process it.</summary>
    public bool Post(Message message)
    {
        lock (_gate)
        {
            if (HasEnded)
            {
                message.Sender?.TrySetResult(SignalResult.Finished);
                return false;
            }

            _mailbox.Add(message);
            if (_active) return false;
            return _active = true;
        }
    }

    public bool TryActivate()
    {
        lock (_gate)
        {
            if (_active || HasEnded) return false;
            return _active = true;
        }
    }

    public bool HasMail
    {
        get
        {
            lock (_gate)
            {
                return _mailbox.Count > 0;
            }
        }
    }

    public List<Message> TakeMail()
    {
        lock (_gate)
        {
            var mail = _mailbox;
            _mailbox = [];
            return mail;
        }
    }

    /// <summary>Gives up the ownership unless there is mail.</summary>
    public bool TryRest()
    {
        lock (_gate)
        {
            if (_mailbox.Count > 0) return false;
            _active = false;
            return true;
        }
    }

    /// <summary>Tells everyone that the instance has ended. Later mail is refused.</summary>
    public void End()
    {
        List<Message> mail;
        lock (_gate)
        {
            HasEnded = true;
            mail = _mailbox;
            _mailbox = [];
        }

        foreach (var message in mail)
        {
            message.Sender?.TrySetResult(SignalResult.Finished);
        }

        Started();
        Release(ref _endWaiters);
    }

    /// <summary>Tells those who wait that the first episode is committed.</summary>
    public void Started()
    {
        if (_started) return;
        lock (_gate)
        {
            _started = true;
        }

        Release(ref _startWaiters);
    }

    public Task WaitForEnd() => Wait(ref _endWaiters, () => HasEnded);

    public Task WaitForStart() => Wait(ref _startWaiters, () => _started);

    private Task Wait(ref List<TaskCompletionSource>? waiters, Func<bool> isOver)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (isOver()) return Task.CompletedTask;
            (waiters ??= []).Add(waiter);
        }

        return waiter.Task;
    }

    private void Release(ref List<TaskCompletionSource>? waiters)
    {
        List<TaskCompletionSource>? released;
        lock (_gate)
        {
            released = waiters;
            waiters = null;
        }

        foreach (var waiter in released ?? [])
        {
            waiter.TrySetResult();
        }
    }
}
