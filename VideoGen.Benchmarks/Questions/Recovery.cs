using System.Diagnostics;

namespace VideoGen.Benchmarks;

/// <summary>After kill -9 with 1,000 workflows waiting on a timer, and all of them due: how long from starting the process anew until all are completed?</summary>
internal sealed class Recovery(Arena arena, BenchOptions options)
{
    private const int Workflows = 1000;

    // Long enough that none is due before the slowest engine has started them all.
    private readonly TimeSpan _delay = TimeSpan.FromSeconds(options.Quick ? 12 : 20);

    public async Task<IReadOnlyList<Comparison>> RunAsync(CancellationToken ct)
    {
        var rounds = options.Rounds ?? (options.Quick ? 1 : 2);
        var taken = arena.Engines.ToDictionary(engine => engine, _ => new List<Run>());
        for (var round = 0; round < rounds; round++)
        {
            var said = $"recovery, round {round + 1} of {rounds}";
            List<(Engine Engine, Store Store)> killed = [];
            foreach (var engine in taken.Keys)
            {
                Progress.Say($"{said}, {engine.Title} waits and is killed");
                if (!await arena.TryAsync(engine, "recovery", async () => killed.Add((engine, await WaitAndKillAsync(engine, ct))))) taken.Remove(engine);
            }

            Progress.Say($"{said}, until every timer is due");
            await Task.Delay(_delay + TimeSpan.FromSeconds(1), ct);
            foreach (var (engine, store) in killed)
            {
                Progress.Say($"{said}, {engine.Title} starts again");
                if (!await arena.TryAsync(engine, "recovery", async () => taken[engine].Add(await RecoverAsync(engine, store, ct)))) taken.Remove(engine);
            }
        }

        return [new($"recovery after kill -9, {Workflows:N0} waiting", "s", MoreIsBetter: false, Target: 3,
            [.. taken.Select(of => new Series(of.Key, [.. of.Value.Select(run => run.Seconds)], new Dictionary<string, double> { ["activities run twice"] = of.Value.Sum(run => run.Twice) }))])];
    }

    private async Task<Store> WaitAndKillAsync(Engine engine, CancellationToken ct)
    {
        var store = await arena.NewStoreAsync(engine, ct);
        await using var contestant = await arena.StartAsync(engine, engine.Concurrency, ct, store);
        await contestant.AskAsync(new { command = "wait", id = "k", count = Workflows, ms = (int)_delay.TotalMilliseconds }, ct);
        // The last ones have noted their activity, but its result may not be stored yet.
        await Task.Delay(1500, ct);
        await contestant.KillAsync();
        return Ran(store, "B").Total == 0 ? store : throw new ContestantException($"{engine.Title}: some had finished before they were killed.");
    }

    private async Task<Run> RecoverAsync(Engine engine, Store store, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        await using var contestant = await arena.StartAsync(engine, engine.Concurrency, ct, store);
        await contestant.AskAsync(new { command = "finish", id = "k", count = Workflows }, ct);
        var seconds = watch.Elapsed.TotalSeconds;
        var (before, after) = (Ran(store, "A"), Ran(store, "B"));
        return before.Different == Workflows && after.Different == Workflows
            ? new(seconds, before.Total + after.Total - (2 * Workflows))
            : throw new ContestantException($"{engine.Title}: {before.Different} and {after.Different} workflows ran their activities, not {Workflows}.");
    }

    private static (int Total, int Different) Ran(Store store, string activity)
    {
        var lines = File.ReadLines(Path.Combine(store.Folder, "ledger")).Where(line => line.StartsWith(activity, StringComparison.Ordinal)).ToList();
        return (lines.Count, lines.Distinct().Count());
    }

    private sealed record Run(double Seconds, int Twice);
}
