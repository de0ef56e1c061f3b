using System.Text;

namespace VideoGen.Cli.Screen;

/// <summary>Where this program was started: what it writes to, who may be asked, and the environment.</summary>
/// <remarks>What was asked for goes to the output, so that it can be piped; how it comes along, and what went wrong, to the errors.</remarks>
internal sealed class Terminal
{
    private const int UsualColumns = 80;

    public required TextWriter Output { get; init; }

    public required TextWriter Errors { get; init; }

    public required TextReader Input { get; init; }

    /// <summary>The output for what is no text.</summary>
    public required Func<Stream> OpenOutput { get; init; }

    /// <summary>How wide the output is; null when nobody looks at it.</summary>
    public required Func<int?> OutputColumns { get; init; }

    /// <summary>How wide the errors are; null when nobody looks at them.</summary>
    public required Func<int?> ErrorColumns { get; init; }

    /// <summary>Whether somebody sits there who can be asked.</summary>
    public required bool IsAttended { get; init; }

    public required Func<string, string?> Variable { get; init; }

    public static Terminal OfProcess()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new()
        {
            Output = Console.Out,
            Errors = Console.Error,
            Input = Console.In,
            OpenOutput = Console.OpenStandardOutput,
            OutputColumns = () => Console.IsOutputRedirected || !CanMove ? null : Columns,
            ErrorColumns = () => Console.IsErrorRedirected || !CanMove ? null : Columns,
            IsAttended = !Console.IsInputRedirected && !Console.IsErrorRedirected,
            Variable = Environment.GetEnvironmentVariable,
        };
    }

    /// <summary>A line beside the answer: on the errors, after the program's name.</summary>
    public void Say(string line) => Errors.WriteLine($"videogen: {line}");

    public ProgressLine NewProgress() => new(Errors, ErrorColumns);

    private static bool CanMove => Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    private static int Columns => Console.WindowWidth is > 20 and var columns ? columns : UsualColumns;
}
