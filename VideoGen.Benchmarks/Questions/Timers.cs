namespace VideoGen.Benchmarks;

/// <summary>How late do the timers of 1,000 workflows fire, three of one second each?</summary>
internal sealed class Timers(Arena arena, BenchOptions options)
{
    private const int Workflows = 1000;

    public async Task<IReadOnlyList<Comparison>> RunAsync(CancellationToken ct)
    {
        var rounds = options.Rounds ?? (options.Quick ? 1 : 2);
        var taken = arena.Engines.ToDictionary(engine => engine, _ => new List<Run>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var engine in taken.Keys)
            {
                Progress.Say($"timers, round {round + 1} of {rounds}, {engine.Title}");
                if (!await arena.TryAsync(engine, "timers", async () => taken[engine].Add(await MeasureAsync(engine, ct)))) taken.Remove(engine);
            }
        }

        Comparison Cell(string title, Func<Run, double> figure) =>
            new($"lateness of a 1 s timer, {Workflows:N0} workflows of three, {title}", "ms", MoreIsBetter: false, Target: 3,
                [.. taken.Select(of => new Series(of.Key, [.. of.Value.Select(figure)], new Dictionary<string, double> { ["all done s"] = of.Value.Select(run => run.Seconds).Median() }))]);
        return [Cell("p50", run => run.P50), Cell("p99", run => run.P99)];
    }
    private async Task<Run> MeasureAsync(Engine engine, CancellationToken ct)
    {
        await using var contestant = await arena.StartAsync(engine, engine.Concurrency, ct);
        await contestant.AskAsync(new { command = "w1", id = "warm", concurrency = 50, seconds = engine.IsOurs ? 2 : 1 }, ct);
        var answer = await contestant.AskAsync(new { command = "w2", id = "t", count = Workflows }, ct);
        var timers = answer.GetProperty("timers").GetInt32();
        var seconds = answer.GetProperty("seconds").GetDouble();
        return timers == 3 * Workflows && seconds >= 3
            ? new(answer.GetProperty("p50").GetDouble(), answer.GetProperty("p99").GetDouble(), seconds)
            : throw new ContestantException($"{engine.Title}: {timers} timers in {seconds:0.0} s cannot be.");
    }

    private sealed record Run(double P50, double P99, double Seconds);
}
