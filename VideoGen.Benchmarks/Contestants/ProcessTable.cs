using System.Globalization;

namespace VideoGen.Benchmarks;

/// <summary>What the kernel says about processes.</summary>
internal static class ProcessTable
{
    private const double TicksPerSecond = 100;

    public static long Resident(int pid) => Kilobytes(pid, "VmRSS:");

    /// <summary>The most memory the process ever had resident.</summary>
    public static long PeakResident(int pid) => Kilobytes(pid, "VmHWM:");

    public static void ForgetPeak(int pid) => File.WriteAllText($"/proc/{pid}/clear_refs", "5");

    public static TimeSpan ProcessorTime(int pid) => Stat(pid) is { } stat ? Seconds(stat, 11, 12) : TimeSpan.Zero;

    /// <summary>A server's time with its living children and those it has reaped.</summary>
    public static TimeSpan TreeProcessorTime(int server)
    {
        var total = Stat(server) is { } own ? Seconds(own, 11, 12, 13, 14) : TimeSpan.Zero;
        var parent = server.ToString(CultureInfo.InvariantCulture);
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var pid) && Stat(pid) is { } stat && stat[1] == parent) total += Seconds(stat, 11, 12);
        }

        return total;
    }

    private static long Kilobytes(int pid, string field)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(field.Length).TrimEnd("kB ").Trim(), CultureInfo.InvariantCulture);
    }

    private static TimeSpan Seconds(string[] stat, params ReadOnlySpan<int> fields)
    {
        long ticks = 0;
        foreach (var field in fields)
        {
            ticks += long.Parse(stat[field], CultureInfo.InvariantCulture);
        }

        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <summary>The fields after the command's name, or null when the process has gone meanwhile.</summary>
    private static string[]? Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
