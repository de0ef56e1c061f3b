using System.Diagnostics;
using System.Globalization;

namespace VideoGen.Cli;

/// <summary>Shows how a job comes along: a bar that moves on a terminal, a line for each change in a pipe.</summary>
internal sealed class ProgressLine(TextWriter output, int? columns)
{
    private const int BarWidth = 24;

    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private string _last = "";

    /// <summary>On the console, whichever it is.</summary>
    public static ProgressLine OnConsole() =>
        new(Console.Out, Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") is null or "dumb" ? null : Columns());

    public void Show(JobView job)
    {
        var percent = string.Create(CultureInfo.InvariantCulture, $"{job.Progress,3}%");
        var doing = job.Message ?? job.Stage ?? job.Status;
        if (columns is { } width)
        {
            var line = $"  {Bar(job.Progress)} {percent}  {_elapsed.Elapsed:m\\:ss}  {doing}";
            output.Write($"\r{line[..Math.Min(line.Length, width - 1)]}\u001b[K");
        }
        else if (_last != percent + doing)
        {
            output.WriteLine($"  {percent}  {doing}");
        }

        _last = percent + doing;
    }

    /// <summary>Leaves the line to whatever is written next.</summary>
    public void End()
    {
        if (columns is not null) output.WriteLine();
    }

    private static string Bar(int percent)
    {
        var done = Math.Clamp(percent, 0, 100) * BarWidth / 100;
        return new string('━', done) + new string('─', BarWidth - done);
    }

    private static int Columns() => Console.WindowWidth is > 20 and var width ? width : 80;
}
