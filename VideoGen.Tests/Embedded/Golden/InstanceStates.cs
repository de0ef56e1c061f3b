using Microsoft.DurableTask;

namespace VideoGen.Tests.Embedded.Golden;

/// <summary>Brings instances of the samples into the state that a recording names.</summary>
internal static class InstanceStates
{
    private static readonly object Input = new Dictionary<string, int> { ["a"] = 1 };

    public static async Task<string> CreateAsync(EmbeddedApp app, string state, string reason = "pause")
    {
        var client = app.Durable;
        var id = state switch
        {
            "pending" => await client.ScheduleNewOrchestrationInstanceAsync("Waiter", Input, new StartOrchestrationOptions(null, app.Clock.GetUtcNow().AddHours(1))),
            "completed" => await client.ScheduleNewOrchestrationInstanceAsync("Hello"),
            "failed" => await client.ScheduleNewOrchestrationInstanceAsync("Unhandled"),
            "unknown" => Guid.NewGuid().ToString("N"),
            _ => await client.ScheduleNewOrchestrationInstanceAsync("Waiter", Input),
        };
        await app.Engine.WhenIdleAsync();
        if (state == "terminated") await app.Engine.TerminateAsync(id, "stop now");
        if (state == "suspended") await client.SuspendInstanceAsync(id, reason);
        await app.Engine.WhenIdleAsync();
        return id;
    }

    /// <summary>Three that have completed and one that waits, with one prefix.</summary>
    public static async Task<string> CreateManyAsync(EmbeddedApp app)
    {
        var prefix = Guid.NewGuid().ToString("N");
        for (var k = 0; k < 3; k++)
        {
            await app.Durable.ScheduleNewOrchestrationInstanceAsync("Hello", new Dictionary<string, int> { ["k"] = k }, new StartOrchestrationOptions($"{prefix}-{k}"));
        }

        await app.Durable.ScheduleNewOrchestrationInstanceAsync("Waiter", new Dictionary<string, int> { ["k"] = 9 }, new StartOrchestrationOptions($"{prefix}-w"));
        await app.Engine.WhenIdleAsync();
        return prefix;
    }
}
