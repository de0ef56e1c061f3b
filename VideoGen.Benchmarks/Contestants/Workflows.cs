using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace VideoGen.Benchmarks;

/// <summary>The same three workflows that the peers run, as an app on the embedded runtime writes them.</summary>
public static class Workflows
{
    [Function("w1")]
    public static async Task<string> Sequence([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var text = context.GetInput<string>()!;
        for (var i = 0; i < 5; i++)
        {
            text = await context.CallActivityAsync<string>(nameof(Echo), text);
        }

        return text;
    }

    [Function("w2")]
    public static async Task<string> Timers([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var workflow = context.GetInput<int>();
        for (var k = 0; k < TimerMarks.PerWorkflow; k++)
        {
            var due = context.CurrentUtcDateTime.AddSeconds(1);
            TimerMarks.Asked(workflow, k, due);
            await context.CreateTimer(due, CancellationToken.None);
            TimerMarks.Passed(workflow, k);
        }

        return "ok";
    }

    [Function("w3")]
    public static async Task<string> Wait([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var delay = TimeSpan.FromMilliseconds(context.GetInput<int>());
        await context.CallActivityAsync(nameof(Note), "A " + context.InstanceId);
        await context.CreateTimer(delay, CancellationToken.None);
        await context.CallActivityAsync(nameof(Note), "B " + context.InstanceId);
        return "ok";
    }

    [Function(nameof(Echo))]
    public static string Echo([ActivityTrigger] string text) => text;

    [Function(nameof(Note))]
    public static void Note([ActivityTrigger] string line) => Ledger.Note(line);
}
