namespace VideoGen.Embedded.Durable;

/// <summary>The one logical thread of an orchestrator: continuations run in order, inside the episode, on the episode's thread.</summary>
internal sealed class OrchestratorSynchronizationContext : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();
    private volatile int _thread;

    /// <summary>Whether the caller is inside the episode, where alone the orchestrator may act.</summary>
    public bool IsCurrent => _thread == Environment.CurrentManagedThreadId;

    /// <summary>Whether something resumed the orchestrator from outside, as real I/O does.</summary>
    public bool WasLeft { get; private set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsCurrent) _queue.Enqueue((d, state));
        else WasLeft = true;
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("An orchestrator cannot block on its own thread.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs what the delegate starts until nothing more can go on.</summary>
    public void Run<T>(Action<T> action, T argument)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            action(argument);
            while (_queue.TryDequeue(out var next))
            {
                next.Callback(next.State);
            }
        }
        finally
        {
            _thread = 0;
            SetSynchronizationContext(outer);
        }
    }
}
