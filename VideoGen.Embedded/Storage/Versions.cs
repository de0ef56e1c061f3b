namespace VideoGen.Embedded.Storage;

/// <summary>The moments of changes, each later than the last, so that two changes never share an ETag.</summary>
/// <remarks>A clock that stands still, as a test's does, or steps back, is followed by a tick a change.</remarks>
internal sealed class Versions(TimeProvider clock)
{
    private long _last;

    /// <summary>UTC ticks: now, but later than every version before and than <paramref name="old"/>.</summary>
    public long Next(long old = 0)
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(clock.GetUtcNow().UtcTicks, Math.Max(last, old) + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last) return next;
        }
    }
}
