namespace VideoGen.Benchmarks;

/// <summary>How many commits of one row does the disk allow in a second? Asked before everything else and after it.</summary>
internal sealed class DiskLimit(Arena arena, BenchOptions options)
{
    private readonly List<double> _rates = [];

    public async Task MeasureAsync()
    {
        Progress.Say("commits of the disk");
        _rates.Add(await Task.Run(() => Machine.CommitRate(arena.Folder, TimeSpan.FromSeconds(options.Quick ? 1 : 2))));
    }

    public Bound Result() =>
        new($"the disk's limit: one-row commits of SQLite, WAL, synchronous=FULL ({string.Join(" before, ", _rates.Select(rate => $"{rate:N0}"))} after)", "commits/s", _rates.Median());
}
