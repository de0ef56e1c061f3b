namespace VideoGen.Embedded.Durable;

/// <summary>Counts what is under way, and says when nothing is.</summary>
internal sealed class BusyCount
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _zero;
    private int _count;

    public void Enter() => Interlocked.Increment(ref _count);

    public void Exit()
    {
        if (Interlocked.Decrement(ref _count) > 0) return;
        TaskCompletionSource? zero;
        lock (_gate)
        {
            (zero, _zero) = (_zero, null);
        }

        zero?.TrySetResult();
    }

    public Task WhenZero()
    {
        lock (_gate)
        {
            if (Volatile.Read(ref _count) == 0) return Task.CompletedTask;
            _zero ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var zero = _zero.Task;
            // The last one may have left between the look and the new source.
            if (Volatile.Read(ref _count) != 0) return zero;
            _zero = null;
            return Task.CompletedTask;
        }
    }
}
