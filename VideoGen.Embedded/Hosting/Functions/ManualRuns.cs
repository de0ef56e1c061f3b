using Microsoft.Extensions.Logging;
using VideoGen.Embedded.Durable;
using VideoGen.Embedded.Hosting.Timers;

namespace VideoGen.Embedded.Hosting.Functions;

/// <summary>Runs a timer or an activity because an operator asks for it.</summary>
internal sealed partial class ManualRuns(TimerTriggers timers, IFunctionInvoker invoker, Draining draining, ILogger<ManualRuns> log)
{
    /// <summary>False when the function is of another kind.</summary>
    public bool TryStart(Function function, string? input)
    {
        switch (function.Trigger)
        {
            case TimerTrigger:
                _ = timers.RunNowAsync(function);
                return true;
            case ActivityTrigger activity:
                _ = RunActivityAsync(activity.DurableName, input);
                return true;
            default:
                return false;
        }
    }

    private async Task RunActivityAsync(string name, string? input)
    {
        try
        {
            await Task.Yield();
            await invoker.RunActivityAsync(name, "", input, draining.Token);
        }
        catch (Exception error)
        {
            LogFailure(error, name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Activity {Activity}, started by hand, failed")]
    private partial void LogFailure(Exception error, string activity);
}
