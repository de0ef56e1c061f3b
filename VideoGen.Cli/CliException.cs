namespace VideoGen.Cli;

/// <summary>Ends the program with one line for the person at the terminal, and an exit code for the script.</summary>
internal sealed class CliException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>What the exit codes mean.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The job ended without a video.</summary>
    public const int JobFailed = 1;

    public const int WrongUsage = 2;

    /// <summary>The service refused, could not be reached or did not start.</summary>
    public const int NoService = 3;

    /// <summary>Ctrl-C, or a signal to end.</summary>
    public const int Stopped = 130;
}
