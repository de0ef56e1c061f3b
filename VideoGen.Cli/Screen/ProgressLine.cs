using System.Diagnostics;

namespace VideoGen.Cli.Screen;

/// <summary>Shows how something comes along: a bar that moves on a terminal, a line for each change in a pipe.</summary>
/// <param name="output">Where.</param>
/// <param name="columns">How wide that is; null where nobody looks.</param>
internal sealed class ProgressLine(TextWriter output, Func<int?> columns) : IDisposable
{
    private const int BarWidth = 24;

    // What counts bytes would fill a pipe with lines.
    private const int ByteStep = 25;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _drawing = new();
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private (int Percent, string Doing)? _last;
    private TimeSpan _before;
    private Timer? _clock;

    /// <param name="percent">How far.</param>
    /// <param name="doing">What goes on.</param>
    /// <param name="since">How long it was under way when this program came to look.</param>
    public void Show(int percent, string doing, TimeSpan since = default)
    {
        lock (_drawing)
        {
            var next = (percent, Text.Plain(doing));
            if (columns() is not null)
            {
                if (since > _before + _elapsed.Elapsed) _before = since - _elapsed.Elapsed;
                _clock ??= new Timer(_ => Draw(), null, Second, Second);
                _last = next;
                Draw();
            }
            else if (_last != next)
            {
                output.WriteLine(Text.Of($"  {percent,3}%  {next.Item2}"));
                _last = next;
            }
        }
    }

    /// <summary>Shows how much of a file has passed.</summary>
    public void ShowBytes(string doing, long done, long? whole)
    {
        var percent = whole is > 0 ? (int)Math.Min(100, done * 100 / whole.Value) : 100;
        if (columns() is null) percent -= percent % ByteStep;
        if (_last != (percent, doing)) Show(percent, doing);
    }

    /// <summary>Leaves the line to whatever is written next.</summary>
    public void Dispose()
    {
        lock (_drawing)
        {
            if (_clock is null) return;

            _clock.Dispose();
            _clock = null;
            output.WriteLine();
        }
    }

    private void Draw()
    {
        lock (_drawing)
        {
            if (_clock is null || _last is not (var percent, var doing) || columns() is not { } width) return;

            var time = _before + _elapsed.Elapsed;
            var line = Text.Of($"  {Bar(percent)} {percent,3}%  {(int)time.TotalMinutes}:{time.Seconds:00}  {doing}");
            output.Write($"\r{Text.Cut(line, width - 1)}\u001b[K");
        }
    }

    private static string Bar(int percent)
    {
        var done = Math.Clamp(percent, 0, 100) * BarWidth / 100;
        return new string('━', done) + new string('─', BarWidth - done);
    }
}
