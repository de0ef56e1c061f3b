namespace VideoGen.Embedded.Durable;

/// <summary>Runs at most so many activities at a time; the rest wait in order.</summary>
internal sealed class ActivityPool(int limit)
{
    private readonly Queue<ActivityWork> _waiting = new();
    private readonly Lock _gate = new();
    private int _running;
    private bool _stopped;

    /// <summary>Whether the activity may begin now; otherwise it begins when another ends.</summary>
    public bool TryBegin(ActivityWork work)
    {
        lock (_gate)
        {
            if (_running >= limit || _stopped)
            {
                _waiting.Enqueue(work);
                return false;
            }

            _running++;
            return true;
        }
    }

    /// <summary>Gives the place of an ended activity to the next in line.</summary>
    public void End()
    {
        ActivityWork? next;
        lock (_gate)
        {
            if (_stopped || !_waiting.TryDequeue(out next))
            {
                _running--;
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(next, preferLocal: false);
    }

    /// <summary>Begins no more; what waits is found again in the history by the next process.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            foreach (var work in _waiting)
            {
                work.Abandon();
            }

            _waiting.Clear();
        }
    }
}

/// <summary>One activity to run, once for sure and again after a crash.</summary>
internal sealed class ActivityWork(Engine engine, Instance instance, DurableAction action) : IThreadPoolWorkItem
{
    public Instance Instance => instance;

    public DurableAction Action => action;

    void IThreadPoolWorkItem.Execute() => _ = engine.RunActivityAsync(this);

    public void Abandon() => engine.Abandon();
}
