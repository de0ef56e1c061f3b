using System.Diagnostics;
using System.Globalization;
using VideoGen.Embedded.Sqlite;

namespace VideoGen.Benchmarks;

/// <summary>What the figures were taken on.</summary>
internal static class Machine
{
    public static string Describe(string folder)
    {
        var cpu = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
        var kernel = File.ReadAllText("/proc/sys/kernel/osrelease").Trim();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30);
        return $"{Environment.ProcessorCount} cores {cpu}, {memory} GiB, Linux {kernel}, {Disk.Of(folder).FileSystem}, .NET {Environment.Version}";
    }

    /// <summary>Processes that wanted to run in the last minute.</summary>
    public static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>One-row commits a second of SQLite in WAL mode with synchronous=FULL: what a durable engine without group commit cannot pass.</summary>
    public static double CommitRate(string folder, TimeSpan duration)
    {
        using var writer = new SqliteWriter(Path.Combine(folder, $"commits-{Guid.NewGuid():N}.db"));
        writer.Execute("create table h(id integer primary key, instance text, body text)");
        var insert = writer.Prepare("insert into h(instance, body) values (?1, ?2)").Bind(1, new string('w', 20)).Bind(2, new string('x', 100));
        var commits = 0;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            insert.Run();
            commits++;
        }

        return commits / watch.Elapsed.TotalSeconds;
    }
}

/// <summary>The disk under a folder.</summary>
internal sealed class Disk
{
    private readonly string _statistics;

    private Disk(string fileSystem, string statistics) => (FileSystem, _statistics) = (fileSystem, statistics);

    public string FileSystem { get; }

    /// <summary>Flushes the disk was asked for so far, by anyone; null where the kernel does not count them.</summary>
    public double? Flushes
    {
        get
        {
            if (!File.Exists(_statistics)) return null;
            var fields = File.ReadAllText(_statistics).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields.Length > 15 ? double.Parse(fields[15], CultureInfo.InvariantCulture) : null;
        }
    }

    public static Disk Of(string folder)
    {
        // Fields: id, parent, major:minor, root, mount point, options..., "-", type, source.
        var mount = File.ReadLines("/proc/self/mountinfo").Select(line => line.Split(' '))
            .Where(field => field[4] is "/" || folder == field[4] || folder.StartsWith(field[4] + "/", StringComparison.Ordinal))
            .MaxBy(field => field[4].Length)!;
        var type = mount[Array.IndexOf(mount, "-") + 1];
        var device = $"/sys/dev/block/{mount[2]}";
        // A partition's own statistics know no flushes.
        return new(type, File.Exists($"{device}/partition") ? $"{Path.GetFullPath(new DirectoryInfo(device).ResolveLinkTarget(true)?.FullName ?? device)}/../stat" : $"{device}/stat");
    }
}
