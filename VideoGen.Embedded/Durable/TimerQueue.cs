namespace VideoGen.Embedded.Durable;

/// <summary>A durable timer of an instance.</summary>
internal sealed record TimerEntry(Instance Instance, int TaskId, DateTime FireAt);

/// <summary>All timers that wait, behind one timer of the clock. Fires at or after the time asked for, never before.</summary>
internal sealed class TimerQueue : IDisposable
{
    private readonly SortedSet<TimerEntry> _entries = new(Comparer<TimerEntry>.Create(static (a, b) =>
        a.FireAt != b.FireAt ? a.FireAt.CompareTo(b.FireAt)
        : a.Instance.No != b.Instance.No ? a.Instance.No.CompareTo(b.Instance.No)
        : a.TaskId.CompareTo(b.TaskId)));

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly Action<IReadOnlyList<TimerEntry>> _fire;
    private readonly ITimer _timer;
    private DateTime _armedFor = DateTime.MaxValue;

    public TimerQueue(TimeProvider clock, Action<IReadOnlyList<TimerEntry>> fire)
    {
        _clock = clock;
        _fire = fire;
        _timer = clock.CreateTimer(static state => ((TimerQueue)state!).FireDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(TimerEntry entry)
    {
        lock (_gate)
        {
            if (_entries.Add(entry) && entry.FireAt < _armedFor) Arm();
        }
    }

    public void Remove(TimerEntry entry)
    {
        lock (_gate)
        {
            _entries.Remove(entry);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void FireDue()
    {
        List<TimerEntry> due = [];
        lock (_gate)
        {
            var now = _clock.GetUtcNow().UtcDateTime;
            while (_entries.Min is { } first && first.FireAt <= now)
            {
                _entries.Remove(first);
                due.Add(first);
            }

            _armedFor = DateTime.MaxValue;
            Arm();
        }

        if (due.Count > 0) _fire(due);
    }

    private void Arm()
    {
        if (_entries.Min is not { } first) return;
        _armedFor = first.FireAt;
        var delay = first.FireAt - _clock.GetUtcNow().UtcDateTime;
        // Rounded up: a timer that comes early would only have to be set again. The system's timers end at 49 days.
        var milliseconds = Math.Clamp(Math.Ceiling(delay.TotalMilliseconds), 0, TimeSpan.FromDays(40).TotalMilliseconds);
        _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }
}
