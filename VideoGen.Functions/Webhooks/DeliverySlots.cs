namespace VideoGen.Functions.Webhooks;

/// <summary>Room for what is being sent at one time: few receivers that hang must not hold up the making of videos, nor each other.</summary>
public sealed class DeliverySlots
{
    private const int Most = 8;
    private const int MostToOne = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _taken = [];
    private int _all;

    /// <summary>Null when there is none. It is given back when disposed.</summary>
    public IDisposable? TryTake(string receiver)
    {
        lock (_gate)
        {
            var taken = _taken.GetValueOrDefault(receiver);
            if (_all == Most || taken == MostToOne) return null;

            _all++;
            _taken[receiver] = taken + 1;
            return new Slot(this, receiver);
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
