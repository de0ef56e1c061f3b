namespace VideoGen.Functions.Webhooks;

/// <summary>Room for what is being sent at one time: few receivers that hang must not hold up the making of videos, nor each other; and one that asked for rest has it.</summary>
/// <remarks>Kept in memory: after a restart a receiver may be asked once too early.</remarks>
public sealed class DeliverySlots(TimeProvider clock)
{
    private const int Most = 8;
    private const int MostToOne = 4;
    private const int MostResting = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _taken = [];
    private readonly Dictionary<string, DateTimeOffset> _resting = [];
    private int _all;

    /// <summary>Null when there is none. It is given back when disposed.</summary>
    public IDisposable? TryTake(string receiver)
    {
        lock (_gate)
        {
            if (_resting.TryGetValue(receiver, out var until) && clock.GetUtcNow() < until) return null;

            _resting.Remove(receiver);
            var taken = _taken.GetValueOrDefault(receiver);
            if (_all == Most || taken == MostToOne) return null;

            _all++;
            _taken[receiver] = taken + 1;
            return new Slot(this, receiver);
        }
    }

    /// <summary>Nothing is sent to it until then.</summary>
    public void Rest(string receiver, DateTimeOffset until)
    {
        lock (_gate)
        {
            if (_resting.Count < MostResting)
            {
                _resting[receiver] = until;
            }
        }
    }

    private void GiveBack(string receiver)
    {
        lock (_gate)
        {
            _all--;
            if (--_taken[receiver] == 0)
            {
                _taken.Remove(receiver);
            }
        }
    }

    private sealed class Slot(DeliverySlots slots, string receiver) : IDisposable
    {
        public void Dispose() => slots.GiveBack(receiver);
    }
}
