using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>Writes nothing while the orchestrator is replayed, so that each line appears once.</summary>
internal sealed class ReplaySafeLogger(TaskOrchestrationContext context, ILogger logger) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!context.IsReplaying)
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}

/// <summary>Makes replay-safe loggers of a factory it does not own.</summary>
internal sealed class ReplaySafeLoggerFactory(TaskOrchestrationContext context, Func<ILoggerFactory> inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new ReplaySafeLogger(context, inner().CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("Providers cannot be added to the replay-safe logger factory: add them to the host's logging.");

    public void Dispose()
    {
        // The host owns the inner factory.
    }
}
