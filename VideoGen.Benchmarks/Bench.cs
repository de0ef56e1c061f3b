namespace VideoGen.Benchmarks;

/// <summary>One run: every question that was asked for, and the report.</summary>
internal static class Bench
{
    public static async Task<int> RunAsync(BenchOptions options, CancellationToken ct)
    {
        await using var arena = await Arena.OpenAsync(options, ct);
        var (at, machine, load) = (DateTimeOffset.UtcNow, Machine.Describe(arena.Folder), Machine.Load());
        List<Comparison> comparisons = [];
        List<Bound> bounds = [];

        async Task WhenAskedAsync(string question, Func<Task> answer)
        {
            if (options.Only.Contains(question)) await answer();
        }

        var disk = new DiskLimit(arena, options);
        await WhenAskedAsync("disk", disk.MeasureAsync);
        await WhenAskedAsync("sequence", async () => comparisons.AddRange(await new Sequence(arena, options).RunAsync(ct)));
        await WhenAskedAsync("timers", async () => comparisons.AddRange(await new Timers(arena, options).RunAsync(ct)));
        await WhenAskedAsync("recovery", async () => comparisons.AddRange(await new Recovery(arena, options).RunAsync(ct)));
        await WhenAskedAsync("jobs", async () => bounds.AddRange(await new WaitingJobs(arena, options).RunAsync(ct)));
        await WhenAskedAsync("blob", async () => bounds.AddRange(await new BigVideo(arena).RunAsync(ct)));
        await WhenAskedAsync("disk", disk.MeasureAsync);
        if (options.Only.Contains("disk")) bounds.Add(disk.Result());
        Progress.Clear();

        var report = new Report(at, machine, load, options.Quick, arena.Engines, arena.Absent, comparisons, bounds);
        Console.WriteLine(report.ToText());
        if (options.Json is { } file) await File.WriteAllTextAsync(file, report.ToJson(), ct);
        return 0;
    }
}
