namespace VideoGen.ProviderSim.Stage;

/// <summary>The time the providers live in: the real clock, run faster and pushed forward at will.</summary>
internal sealed class SimClock(TimeProvider real)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _realOrigin = real.GetUtcNow();
    private DateTimeOffset _simOrigin = real.GetUtcNow();
    private double _speed = 1;

    /// <summary>The caller's time, in which the spacing of polls is measured.</summary>
    public DateTimeOffset RealNow => real.GetUtcNow();

    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
            {
                return _simOrigin + ((real.GetUtcNow() - _realOrigin) * _speed);
            }
        }
    }

    public double Speed
    {
        get
        {
            lock (_gate)
            {
                return _speed;
            }
        }
        set
        {
            if (!(value > 0) || double.IsInfinity(value))
            {
                throw new ArgumentException("speed must be a number above 0");
            }

            lock (_gate)
            {
                Advance(TimeSpan.Zero);
                _speed = value;
            }
        }
    }

    public void Advance(TimeSpan by)
    {
        lock (_gate)
        {
            var now = real.GetUtcNow();
            _simOrigin += ((now - _realOrigin) * _speed) + by;
            _realOrigin = now;
        }
    }

    /// <summary>Acts at that moment of simulated time, by the pace of now.</summary>
    public ITimer At(DateTimeOffset moment, Action act)
    {
        var wait = (moment - Now) / Speed;
        return real.CreateTimer(_ => act(), null, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits in the caller's time: a slow answer is slow for whoever waits, however fast the simulation runs.</summary>
    public Task DelayAsync(TimeSpan time, CancellationToken ct) => Task.Delay(time, real, ct);
}
