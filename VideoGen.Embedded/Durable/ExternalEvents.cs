using Microsoft.DurableTask;

namespace VideoGen.Embedded.Durable;

/// <summary>Events that came before anyone waited, and waiters whose event has not come. Names ignore case.</summary>
/// <remarks>
/// Like upstream, waiters of a name form a stack (the newest is served first) and a cancelled waiter stays on it:
/// it takes one event, which is lost. An app that works here therefore works there.
/// </remarks>
internal sealed class ExternalEvents(DataConverter converter)
{
    private readonly Dictionary<string, Stack<Waiter>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<HistoryEvent> _buffered = [];

    /// <summary>What nobody has taken yet, oldest first.</summary>
    public IReadOnlyList<HistoryEvent> Buffered => _buffered;

    public bool AnyWaiter => _waiters.Count > 0;

    public Task<T> Wait<T>(string name, CancellationToken ct)
    {
        if (_buffered.FindIndex(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase)) is var early and >= 0)
        {
            var payload = _buffered[early].Data;
            _buffered.RemoveAt(early);
            return Task.FromResult(Read<T>(payload, converter));
        }

        if (!_waiters.TryGetValue(name, out var stack)) _waiters.Add(name, stack = new Stack<Waiter>());
        if (stack.TryPeek(out var older) && older is not Waiter<T>)
        {
            throw new ArgumentException($"Events with the same name must have the same type argument; '{name}' is already awaited with another.", nameof(name));
        }

        var waiter = new Waiter<T>();
        stack.Push(waiter);
        return waiter.Start(ct);
    }

    public void Raise(HistoryEvent raised)
    {
        if (!_waiters.TryGetValue(raised.Name!, out var stack))
        {
            _buffered.Add(raised);
            return;
        }

        var waiter = stack.Pop();
        if (stack.Count == 0) _waiters.Remove(raised.Name!);
        waiter.Take(raised.Data, converter);
    }

    // Upstream reads no payload as null, which no value type can be.
    private static T Read<T>(string? payload, DataConverter converter) =>
        payload is null && default(T) is not null
            ? throw new InvalidOperationException($"The event has no payload, which cannot be read as {typeof(T)}.")
            : converter.Deserialize<T>(payload)!;

    private abstract class Waiter
    {
        public abstract void Take(string? payload, DataConverter converter);
    }

    private sealed class Waiter<T> : Waiter
    {
        private readonly TaskCompletionSource<T> _source = new();
        private CancellationTokenRegistration _cancellation;

        public Task<T> Start(CancellationToken ct)
        {
            if (ct.CanBeCanceled) _cancellation = ct.Register(static state => ((Waiter<T>)state!)._source.TrySetCanceled(), this);
            return _source.Task;
        }

        public override void Take(string? payload, DataConverter converter)
        {
            _cancellation.Dispose();
            T value;
            try
            {
                value = Read<T>(payload, converter);
            }
            catch (Exception unreadable)
            {
                _source.TrySetException(unreadable);
                return;
            }

            _source.TrySetResult(value);
        }
    }
}
