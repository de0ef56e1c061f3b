namespace VideoGen.ProviderSim.Runway;

/// <summary>Moves tasks from state to state, in the order in which things happen: time, slots, and the bill at the end.</summary>
internal sealed class RunwaySchedule
{
    private readonly PriorityQueue<RunwayTask, DateTimeOffset> _agenda = new();

    /// <summary>A script may begin at its end, so even a new task can be over.</summary>
    public void Begin(RunwayTask task) => Settle(task, task.CreatedAt);

    /// <summary>Brings every task to where it stands by now.</summary>
    public void Advance(DateTimeOffset now)
    {
        while (_agenda.TryPeek(out var task, out var due) && due <= now)
        {
            _agenda.Dequeue();
            if (task.Due == due)
            {
                Step(task, due);
            }
        }
    }

    /// <summary>On to the next state, unless that is to run and all slots are taken.</summary>
    public void Step(RunwayTask task, DateTimeOffset at)
    {
        task.Due = null;
        if (!task.WaitsForSlot && task.Next is { } next && (next.Status != "RUNNING" || task.HoldsSlot || TakeSlot(task)))
        {
            task.MoveOn();
            Settle(task, at);
        }
    }

    public void Cancel(RunwayTask task, DateTimeOffset at)
    {
        task.Account.WaitingFor(task.Model.Name).Remove(task);
        task.WaitsForSlot = false;
        task.Cancel();
        End(task, at);
    }

    /// <summary>Gives free slots to those that have waited longest.</summary>
    public void LetIn(RunwayAccount account, string model, DateTimeOffset at)
    {
        var waiting = account.WaitingFor(model);
        while (waiting.First?.Value is { } first && account.HasFreeSlot(model))
        {
            waiting.RemoveFirst();
            first.WaitsForSlot = false;
            TakeSlot(first);
            Settle(first, at);
        }
    }

    public void Clear() => _agenda.Clear();

    /// <summary>After a change of state: the bill if it was the last, else the time of the next.</summary>
    private void Settle(RunwayTask task, DateTimeOffset at)
    {
        if (task.IsOver)
        {
            End(task, at);
        }
        else if (!task.Script.AdvanceByPoll)
        {
            task.Due = at + task.Script.StepTime;
            _agenda.Enqueue(task, task.Due.Value);
        }
    }

    private static bool TakeSlot(RunwayTask task)
    {
        var account = task.Account;
        if (!account.HasFreeSlot(task.Model.Name))
        {
            task.WaitsForSlot = true;
            account.WaitingFor(task.Model.Name).AddLast(task);
            return false;
        }

        task.HoldsSlot = true;
        account.Running[task.Model.Name] = account.Running.GetValueOrDefault(task.Model.Name) + 1;
        return true;
    }

    private void End(RunwayTask task, DateTimeOffset at)
    {
        task.Due = null;
        task.Cost = task.FinalCost();
        if (task.Cost != task.Price)
        {
            task.Account.Book(at, task.Model.Name, task.Cost.Value - task.Price);
        }

        if (task.HoldsSlot)
        {
            task.HoldsSlot = false;
            task.Account.Running[task.Model.Name]--;
            LetIn(task.Account, task.Model.Name, at);
        }
    }
}
