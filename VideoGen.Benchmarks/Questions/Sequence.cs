namespace VideoGen.Benchmarks;

/// <summary>How many workflows of five activities, one after another, end in a second, with 1, 50 and 500 in flight?</summary>
internal sealed class Sequence(Arena arena, BenchOptions options)
{
    /// <summary>Microsoft's in-memory orchestration service under DurableTask.Core, without its gRPC hop, measured on 2 virtual cores.</summary>
    private static readonly Dictionary<int, double> InMemory = new() { [1] = 3800, [50] = 5800, [500] = 5600 };

    public async Task<IReadOnlyList<Comparison>> RunAsync(CancellationToken ct)
    {
        List<Comparison> cells = [];
        foreach (var concurrency in (int[])[1, 50, 500])
        {
            cells.Add(await CellAsync(concurrency, ct));
        }

        return cells;
    }

    private async Task<Comparison> CellAsync(int concurrency, CancellationToken ct)
    {
        var title = $"sequence of 5 activities, {concurrency} in flight";
        List<Running> running = [];
        List<double> commits = [];
        try
        {
            foreach (var engine in arena.Engines)
            {
                Progress.Say($"{title}, {engine.Title} warms up");
                await arena.TryAsync(engine, title, async () =>
                {
                    var contestant = await arena.StartAsync(engine, concurrency, ct);
                    running.Add(new(contestant));
                    await contestant.AskAsync(Command("warm", concurrency, engine.IsOurs ? 3 : 1), ct);
                    contestant.Freeze();
                });
            }

            var rounds = options.Rounds ?? (options.Quick ? 2 : 3);
            for (var round = 0; round < rounds; round++)
            {
                if (concurrency == 1) commits.Add(Machine.CommitRate(arena.Folder, TimeSpan.FromSeconds(0.5)));
                // Every other round the other way about, so that a drift of the machine favours nobody.
                foreach (var one in round % 2 == 0 ? [.. running] : Enumerable.Reverse(running).ToList())
                {
                    Progress.Say($"{title}, round {round + 1} of {rounds}, {one.Engine.Title}");
                    var command = Command($"r{round}", concurrency, options.Quick ? 1 : 4);
                    one.Failed |= !await arena.TryAsync(one.Engine, title, () => one.MeasureAsync(command, Disk.Of(arena.Folder), ct));
                }
            }
        }
        finally
        {
            foreach (var one in running) await one.DisposeAsync();
        }

        var series = running.Where(one => !one.Failed).Select(one => one.Result()).ToList();
        return new(title, "workflows/s", MoreIsBetter: true, Target: 5, series)
        {
            Ceiling = InMemory[concurrency],
            DiskLimit = concurrency == 1 ? commits.Max() / series[0].Details![Running.Syncs] : null,
        };
    }

    private static object Command(string id, int concurrency, int seconds) => new { command = "w1", id, concurrency, seconds };

    private sealed class Running(Contestant contestant) : IAsyncDisposable
    {
        public const string Syncs = "syncs each";

        private readonly List<double> _rates = [], _p50 = [], _p99 = [], _cpu = [], _syncs = [], _flushes = [];

        public Engine Engine => contestant.Engine;

        public bool Failed { get; set; }

        public ValueTask DisposeAsync() => contestant.DisposeAsync();

        public async Task MeasureAsync(object command, Disk disk, CancellationToken ct)
        {
            contestant.Thaw();
            var (cpu, flushes, syncs) = (contestant.ProcessorTime, disk.Flushes, await SyncsAsync(ct));
            var answer = await contestant.AskAsync(command, ct);
            var total = answer.GetProperty("total").GetDouble();
            _rates.Add(answer.GetProperty("rate").GetDouble());
            _p50.Add(answer.GetProperty("p50").GetDouble());
            _p99.Add(answer.GetProperty("p99").GetDouble());
            _cpu.Add((contestant.ProcessorTime - cpu).TotalMilliseconds / total);
            if (await SyncsAsync(ct) - syncs is { } synced) _syncs.Add(synced / total);
            if (disk.Flushes - flushes is { } flushed) _flushes.Add(flushed / total);
            contestant.Freeze();
        }

        public Series Result()
        {
            var details = new Dictionary<string, double> { ["p50 ms"] = _p50.Median(), ["p99 ms"] = _p99.Median(), ["CPU ms each"] = _cpu.Median() };
            if (_syncs.Count > 0) details[Syncs] = _syncs.Median();
            if (_flushes.Count > 0) details["disk flushes each"] = _flushes.Median();
            return new(Engine, _rates, details);
        }

        private async Task<double?> SyncsAsync(CancellationToken ct) =>
            (await contestant.AskAsync(new { command = "syncs" }, ct)).GetProperty("syncs") is { ValueKind: System.Text.Json.JsonValueKind.Number } count ? count.GetDouble() : null;
    }
}
