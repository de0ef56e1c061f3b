namespace VideoGen.ProviderSim.Fal;

/// <summary>Moves requests from state to state, and lets only so many run at once: the others wait, and nobody is refused.</summary>
internal sealed class FalQueue(Action<FalRequest> onEnd)
{
    // At the same moment, who came first goes first.
    private readonly PriorityQueue<FalRequest, (DateTimeOffset Due, long Place)> _agenda = new();
    private readonly LinkedList<FalRequest> _waiting = [];
    private int _running;
    private long _places;

    /// <summary>Null for no limit.</summary>
    public int? Concurrent { get; set; }

    public void Begin(FalRequest request) => Settle(request, request.CreatedAt);

    /// <summary>Brings every request to where it stands by now.</summary>
    public void Advance(DateTimeOffset now)
    {
        while (_agenda.TryPeek(out var request, out var next) && next.Due <= now)
        {
            _agenda.Dequeue();
            if (request.Due == next.Due)
            {
                Step(request, next.Due);
            }
        }
    }

    /// <summary>On to the next state, unless that is to run and all slots are taken.</summary>
    public void Step(FalRequest request, DateTimeOffset at)
    {
        request.Due = null;
        if (request.WaitsForSlot || request.IsOver || request.Next is not { } next) return;

        if (next.Status == "IN_PROGRESS" && !request.HoldsSlot && _running >= Concurrent)
        {
            request.WaitsForSlot = true;
            _waiting.AddLast(request);
            return;
        }

        if (next.Status == "IN_PROGRESS" && !request.HoldsSlot)
        {
            (request.HoldsSlot, _running) = (true, _running + 1);
        }

        request.MoveOn();
        Settle(request, at);
    }

    /// <summary>Takes a request off that does not run.</summary>
    public void Remove(FalRequest request)
    {
        _waiting.Remove(request);
        request.Due = null;
    }

    /// <summary>Ends a request wherever it stands.</summary>
    public void End(FalRequest request, DateTimeOffset at)
    {
        _waiting.Remove(request);
        request.WaitsForSlot = false;
        request.Cancel();
        Settle(request, at);
    }

    /// <summary>How many are before it.</summary>
    public int Position(FalRequest request) =>
        request.WaitsForSlot ? _waiting.TakeWhile(other => other != request).Count() : int.TryParse(request.Detail, out var said) ? said : 0;

    public void LetIn(DateTimeOffset at)
    {
        while (_waiting.First?.Value is { } first && !(_running >= Concurrent))
        {
            _waiting.RemoveFirst();
            first.WaitsForSlot = false;
            Step(first, at);
        }
    }

    public void Clear()
    {
        _agenda.Clear();
        _waiting.Clear();
        _running = 0;
    }

    private void Settle(FalRequest request, DateTimeOffset at)
    {
        if (!request.IsOver)
        {
            if (!request.Script.AdvanceByPoll)
            {
                request.Due = at + request.Script.StepTime;
                _agenda.Enqueue(request, (request.Due.Value, _places++));
            }

            return;
        }

        request.Due = null;
        if (request.HoldsSlot)
        {
            request.HoldsSlot = false;
            _running--;
            LetIn(at);
        }

        onEnd(request);
    }
}
