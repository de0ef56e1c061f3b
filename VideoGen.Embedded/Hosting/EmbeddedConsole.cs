using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace VideoGen.Embedded.Hosting;

/// <summary>Logs as the host prints them: on standard error, warnings and worse unless host.json or the settings ask for more.</summary>
internal sealed class EmbeddedConsole : ConsoleFormatter
{
    public const string FormatterName = "embedded";

    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";
    private const int StartFailed = 11;

    public EmbeddedConsole() : base(FormatterName)
    {
    }

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        // A failed start is told once, by whoever asked for the start.
        if (logEntry.EventId.Id == StartFailed && logEntry.Category == HostCategory) return;

        textWriter.Write(DateTime.UtcNow.ToString("HH:mm:ss ", CultureInfo.InvariantCulture));
        textWriter.Write(Word(logEntry.LogLevel));
        textWriter.Write(logEntry.Category);
        textWriter.Write(": ");
        textWriter.WriteLine(logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } error) textWriter.WriteLine(error);
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Critical or LogLevel.Error => "error ",
        LogLevel.Warning => "warn ",
        LogLevel.Information => "info ",
        _ => "debug ",
    };
}

internal static class EmbeddedConsoleExtensions
{
    public static void AddEmbeddedConsole(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddConfiguration(configuration.GetSection("Logging"));
        AddHostLevels(logging, configuration.GetSection("AzureFunctionsJobHost:logging:logLevel"));
        logging.AddConsoleFormatter<EmbeddedConsole, ConsoleFormatterOptions>();
        logging.AddConsole(console =>
        {
            console.FormatterName = EmbeddedConsole.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
    }

    private static void AddHostLevels(ILoggingBuilder logging, IConfiguration levels)
    {
        foreach (var level in levels.GetChildren())
        {
            if (!Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out var value)) continue;
            logging.AddFilter(level.Key.Equals("default", StringComparison.OrdinalIgnoreCase) ? null : level.Key, value);
        }
    }
}
