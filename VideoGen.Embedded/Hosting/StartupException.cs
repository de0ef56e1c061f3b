using Microsoft.Extensions.Options;
using VideoGen.Embedded.Storage;

namespace VideoGen.Embedded.Hosting;

/// <summary>The app cannot start as it is configured; the message is one line that says what to mend.</summary>
internal sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner)
{
    private static int _watching;

    /// <summary>Lets the process end with one line on standard error and exit code 1, where nobody else has caught the failure.</summary>
    public static void EndProcessWithOneLine()
    {
        if (Interlocked.Exchange(ref _watching, 1) == 1) return;
        AppDomain.CurrentDomain.UnhandledException += static (_, failure) =>
        {
            if (LineOf(failure.ExceptionObject) is not { } line) return;
            Console.Error.WriteLine(line);
            Environment.Exit(1);
        };
    }

    private static string? LineOf(object failure) => failure switch
    {
        StartupException or DataFolderInUseException => ((Exception)failure).Message,
        OptionsValidationException invalid => string.Join("; ", invalid.Failures),
        _ => null,
    };
}
