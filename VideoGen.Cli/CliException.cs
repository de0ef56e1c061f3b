namespace VideoGen.Cli;

/// <summary>Ends the program with a message for the person at the terminal, and an exit code for the script.</summary>
internal class CliException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>What the exit codes mean. They are promised in docs/cli.md.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The job ended without a video.</summary>
    public const int JobFailed = 1;

    public const int WrongUsage = 2;

    /// <summary>The service could not be reached, did not start, or answered that it cannot answer now.</summary>
    public const int NoService = 3;

    /// <summary>The service refused what was asked for.</summary>
    public const int Refused = 4;

    public const int NotFound = 5;

    /// <summary>The service wants to know who is calling, or does not let them do it.</summary>
    public const int NotAllowed = 6;

    /// <summary>Points, quota, credits or the rate of requests are used up.</summary>
    public const int UsedUp = 7;

    public const int JobCanceled = 8;

    /// <summary>A person must say what became of a submission.</summary>
    public const int JobUnknown = 9;

    /// <summary>The job is not over in the time that was given.</summary>
    public const int StillRunning = 10;

    /// <summary>The video is made, and could not be saved.</summary>
    public const int NotSaved = 11;

    /// <summary>Ctrl-C; another signal that ends a program has its own number in place of 2.</summary>
    public const int Interrupted = 128 + 2;

    /// <summary>How a job ended that nobody waits for any longer.</summary>
    public static int Of(string status) => status switch
    {
        "completed" => Done,
        "canceled" => JobCanceled,
        "submission_unknown" => JobUnknown,
        _ => JobFailed,
    };
}
