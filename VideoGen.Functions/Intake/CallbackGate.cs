using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Intake;

/// <summary>Keeps repeats and floods of callbacks from the orchestrations, whose histories keep every event.</summary>
/// <remarks>
/// In memory: signatures expire within minutes, so what a restart forgets cannot be repeated for long, and one look too many is all that could come of it.
/// </remarks>
public sealed class CallbackGate(TimeProvider clock)
{
    private const int Most = 20_000;

    // A task changes its state a few times; after that, one look for each rest between two looks is all that can be of use.
    private const double Burst = 5;
    private const double SecondsEach = 6;

    // Longer than any signature is good for.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _deliveries = [];
    private readonly Dictionary<Attempt, Allowance> _attempts = [];
    private DateTimeOffset _sweepAt;

    /// <summary>False for a delivery that came before, and for one too many on the same attempt.</summary>
    public bool LetsIn(string delivery, Attempt attempt)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            Sweep(now);
            if (!_deliveries.TryAdd(delivery, now)) return false;

            var left = _attempts.TryGetValue(attempt, out var known)
                ? Math.Min(Burst, known.Left + ((now - known.At).TotalSeconds / SecondsEach))
                : Burst;
            _attempts[attempt] = new(now, left >= 1 ? left - 1 : left);
            return left >= 1;
        }
    }

    private void Sweep(DateTimeOffset now)
    {
        if (_deliveries.Count + _attempts.Count > Most)
        {
            _deliveries.Clear();
            _attempts.Clear();
        }

        if (now < _sweepAt) return;

        _sweepAt = now.AddMinutes(1);
        foreach (var old in _deliveries.Where(delivery => now - delivery.Value > Remembered).Select(delivery => delivery.Key).ToList())
        {
            _deliveries.Remove(old);
        }

        foreach (var old in _attempts.Where(attempt => now - attempt.Value.At > Remembered).Select(attempt => attempt.Key).ToList())
        {
            _attempts.Remove(old);
        }
    }

    private sealed record Allowance(DateTimeOffset At, double Left);
}
