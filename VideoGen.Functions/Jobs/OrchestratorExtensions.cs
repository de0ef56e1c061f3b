using Microsoft.DurableTask;

namespace VideoGen.Functions.Jobs;

/// <summary>Waiting, as orchestrators need it.</summary>
public static class OrchestratorExtensions
{
    /// <summary>Waits for a time, or for the first of what may come before it.</summary>
    /// <remarks>Cancels the timer that lost: an open one would keep the orchestration from ending.</remarks>
    public static async Task WaitUntil(this TaskOrchestrationContext context, DateTime at, params Task[] orUntil)
    {
        using var lost = new CancellationTokenSource();
        var timer = context.CreateTimer(at, lost.Token);
        if (await Task.WhenAny([timer, .. orUntil]) != timer)
        {
            lost.Cancel();
        }
    }

    /// <summary>Waits for a while, or for the first of what may come before.</summary>
    public static Task Wait(this TaskOrchestrationContext context, int seconds, params Task[] orUntil) =>
        context.WaitUntil(context.CurrentUtcDateTime.AddSeconds(seconds), orUntil);
}
