using System.Collections.Concurrent;
using System.Diagnostics;

namespace VideoGen.Benchmarks;

/// <summary>With ten thousand jobs waiting at a provider: how much memory does the app hold, and how fast does it tell how a job stands?</summary>
/// <remarks>The jobs are looked after meanwhile, each polled as its rules say.</remarks>
internal sealed class WaitingJobs(Arena arena, BenchOptions options)
{
    private const int Callers = 16;
    private const int Requests = 500;

    private readonly int _jobs = options.Quick ? 2_000 : 10_000;

    public async Task<IReadOnlyList<Bound>> RunAsync(CancellationToken ct)
    {
        await using var app = await WholeApp.StartAsync(arena, ct);
        var empty = ProcessTable.Resident(app.ProcessId);
        await app.ControlAsync("_sim/script", new { script = "RUNNING 0.1; step=36000", times = 2 * _jobs }, ct);
        var ids = await StartAsync(app, ct);
        await UntilAllWaitAsync(app, ct);

        Progress.Say($"{_jobs:N0} jobs wait; {Requests} looks at one of them");
        List<double> latencies = [];
        var random = new Random(7);
        var most = 0L;
        for (var i = 0; i < Requests; i++)
        {
            var watch = Stopwatch.StartNew();
            await app.JobAsync(ids[random.Next(ids.Length)], ct);
            latencies.Add(watch.Elapsed.TotalMilliseconds);
            most = Math.Max(most, ProcessTable.Resident(app.ProcessId));
            await Task.Delay(options.Quick ? 10 : 30, ct);
        }

        var latency = Statistics.Spread([.. latencies]);
        const double mebibyte = 1 << 20;
        // Only the full number is what the bound speaks of.
        return
        [
            new($"resident memory with {_jobs:N0} jobs waiting ({empty / mebibyte:0} MiB with none)", "MiB", most / mebibyte, options.Quick ? null : 500e6 / mebibyte),
            new("GET of one of them over HTTP, p50", "ms", latency.P50, 50),
            new("GET of one of them over HTTP, p99", "ms", latency.P99),
        ];
    }

    private async Task<string[]> StartAsync(WholeApp app, CancellationToken ct)
    {
        var ids = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, _jobs), new ParallelOptions { MaxDegreeOfParallelism = Callers, CancellationToken = ct }, async (i, token) =>
        {
            ids.Add(await app.StartJobAsync(new { prompt = $"A drone over a futuristic city at sunset, number {i}" }, token));
            if (i % 100 == 0) Progress.Say($"starting {_jobs:N0} jobs: {ids.Count:N0}");
        });
        return [.. ids];
    }

    private async Task UntilAllWaitAsync(WholeApp app, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        while (await app.PaidSubmitsAsync(ct) is var submitted && submitted < _jobs)
        {
            if (watch.Elapsed > TimeSpan.FromMinutes(3)) throw new ContestantException($"Only {submitted} of {_jobs} jobs have come to the provider.");
            Progress.Say($"{submitted:N0} of {_jobs:N0} jobs have come to the provider");
            await Task.Delay(500, ct);
        }
    }
}
