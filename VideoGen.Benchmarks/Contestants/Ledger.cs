using System.Text;

namespace VideoGen.Benchmarks;

/// <summary>A line an activity, appended at once: it survives the process.</summary>
internal static class Ledger
{
    private static readonly string Path = System.IO.Path.Combine(Environment.GetEnvironmentVariable("BENCH_DIR")!, "ledger");
    private static readonly Lock Gate = new();
    private static readonly FileStream File = new(Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public static void Note(string line)
    {
        lock (Gate)
        {
            File.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
    }

    /// <summary>How many workflows have come to their timer.</summary>
    public static int Waiting()
    {
        using var reader = new StreamReader(new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var waiting = 0;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("A ", StringComparison.Ordinal)) waiting++;
        }

        return waiting;
    }
}
