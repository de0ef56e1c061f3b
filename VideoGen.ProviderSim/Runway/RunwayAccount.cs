using System.Text.Json.Nodes;

namespace VideoGen.ProviderSim.Runway;

/// <summary>What one key's organization has and may do. <c>null</c> as a limit means none.</summary>
internal sealed class RunwayAccount
{
    public long Credits { get; set; } = 100_000;
    public int MonthlySpend { get; set; } = 100_000;
    public int? Concurrent { get; set; } = 20;
    public int? Daily { get; set; } = 25_000;
    public bool Disabled { get; set; }

    /// <summary>Running tasks by model, and those that wait for one of them to end.</summary>
    public Dictionary<string, int> Running { get; } = [];
    public Dictionary<string, LinkedList<RunwayTask>> Waiting { get; } = [];

    /// <summary>Every charge and refund.</summary>
    public List<Charge> Charges { get; } = [];

    public RunwayAccount Copy() => new() { Credits = Credits, MonthlySpend = MonthlySpend, Concurrent = Concurrent, Daily = Daily, Disabled = Disabled };

    /// <summary>Sets what is named; what is not named stays. An unknown name is an error.</summary>
    public void Apply(JsonObject settings)
    {
        foreach (var (name, value) in settings)
        {
            switch (name)
            {
                case "credits": Credits = value!.GetValue<long>(); break;
                case "monthlySpend": MonthlySpend = value!.GetValue<int>(); break;
                case "concurrent": Concurrent = value?.GetValue<int>(); break;
                case "daily": Daily = value?.GetValue<int>(); break;
                case "disabled": Disabled = value!.GetValue<bool>(); break;
                default: throw new FormatException($"An account has no setting \"{name}\".");
            }
        }
    }

    public void Book(DateTimeOffset at, string model, int amount)
    {
        Credits -= amount;
        Charges.Add(new Charge(at, model, amount));
    }

    /// <summary>Tasks accepted in the 24 hours before that moment.</summary>
    public int Generations(string model, DateTimeOffset now)
    {
        var count = 0;
        for (var i = Charges.Count - 1; i >= 0 && Charges[i].At > now.AddHours(-24); i--)
        {
            count += Charges[i] is { Amount: >= 0 } charge && charge.Model == model ? 1 : 0;
        }

        return count;
    }

    public bool HasFreeSlot(string model) => Concurrent is not { } most || Running.GetValueOrDefault(model) < most;

    public LinkedList<RunwayTask> WaitingFor(string model)
    {
        if (!Waiting.TryGetValue(model, out var waiting))
        {
            Waiting[model] = waiting = [];
        }

        return waiting;
    }
}

/// <summary>An amount in credits; negative when it came back.</summary>
internal sealed record Charge(DateTimeOffset At, string Model, int Amount);
