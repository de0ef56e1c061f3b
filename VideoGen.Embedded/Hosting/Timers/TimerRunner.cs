using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using VideoGen.Embedded.Hosting.Functions;

namespace VideoGen.Embedded.Hosting.Timers;

/// <summary>Runs a timer function, again after a failure where its retry attribute asks for that. A failure never ends the schedule.</summary>
internal sealed partial class TimerRunner(FunctionInvoker invoker, TimeProvider clock, Draining draining, ILogger<TimerRunner> log)
{
    public async Task RunAsync(Function function, TimerInfo info)
    {
        var retry = ((TimerTrigger)function.Trigger).Retry;
        var attempts = retry?.MaxRetryCount ?? 0;
        for (var attempt = 0; !await TryAsync(function, info, attempt, attempts) && (attempts < 0 || attempt < attempts); attempt++)
        {
            if (draining.Token.IsCancellationRequested) return;
            await Task.Delay(Delay(retry!, attempt), clock, draining.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryAsync(Function function, TimerInfo info, int attempt, int attempts)
    {
        await using var invocation = invoker.Prepare(function, info, attempt, attempts, draining.Token);
        try
        {
            await invoker.RunAsync(invocation);
            return true;
        }
        catch (Exception error)
        {
            LogFailure(error, function.Name, invocation.InvocationId, attempt + 1);
            return false;
        }
    }

    private static TimeSpan Delay(RetryAttribute retry, int attempt) => retry switch
    {
        FixedDelayRetryAttribute fixedDelay => Time(fixedDelay.DelayInterval),
        ExponentialBackoffRetryAttribute backoff => TimeSpan.FromTicks((long)Math.Min(
            Time(backoff.MinimumInterval).Ticks * Math.Pow(2, attempt), Time(backoff.MaximumInterval).Ticks)),
        _ => TimeSpan.Zero,
    };

    private static TimeSpan Time(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);

    [LoggerMessage(Level = LogLevel.Error, Message = "Timer {Function} failed (invocation {InvocationId}, attempt {Attempt})")]
    private partial void LogFailure(Exception error, string function, string invocationId, int attempt);
}
