using System.Text.Json.Nodes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Tests.Embedded.Durable.Semantics;

/// <summary>Single calls of the client, on an instance in a given state.</summary>
internal sealed partial class SemanticsRun
{
    private async Task<JsonNode?> WithId(string kind)
    {
        var id = kind switch
        {
            "begins with @" => "@x@y",
            "has a slash" => "a/b",
            "has #" => "a#b",
            "has a backslash" => @"a\b",
            "has ?" => "a?b",
            "101 characters" => new string('x', 101),
            "257 characters" => new string('x', 257),
            "has a space" => "a b",
            "not ASCII" => "é-日本",
            _ => "a\tb",
        };
        var outcome = await Outcome(() => Client.ScheduleNewOrchestrationInstanceAsync("Hello", new StartOrchestrationOptions(id)));
        return outcome is JsonValue ? new JsonObject { ["accepted"] = true, ["sameId"] = await Client.GetInstanceAsync(id) is not null } : outcome;
    }

    /// <summary>A case named "{call}: {state of the instance}[, option]".</summary>
    private async Task<JsonNode?> WithClient(string what)
    {
        var (call, rest) = (what.Split(": ")[0], what.Split(": ")[1].Split(", "));
        var id = await InState(rest[0], call);
        return call switch
        {
            "raise" => await Outcome(() => Client.RaiseEventAsync(id, "Go", "v")),
            "raisenull" => await Outcome(() => Client.RaiseEventAsync(id, "Go")),
            "terminate" => await Outcome(() => Client.TerminateInstanceAsync(id, "r")),
            "terminateobj" => await Outcome(() => Client.TerminateInstanceAsync(id, (object)new { Why = "object" })),
            "suspend" => await Outcome(() => Client.SuspendInstanceAsync(id, "s")),
            "resume" => await Outcome(() => Client.ResumeInstanceAsync(id, "s")),
            "restart" => await Outcome(() => Client.RestartAsync(id)),
            "restartnew" => await Outcome(() => Client.RestartAsync(id, restartWithNewInstanceId: true)),
            "purge" => await Outcome(async () => Purged(await Client.PurgeInstanceAsync(id))),
            "purgeall" => await Outcome(async () => Purged(await Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(_host.Time.GetUtcNow().AddHours(-1))))),
            "purgenull" => await Outcome(async () => Purged(await Client.PurgeAllInstancesAsync(new PurgeInstancesFilter()))),
            "waitdone" => Metadata(await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true)),
            "waitstart" => Metadata(await Client.WaitForInstanceStartAsync(id, getInputsAndOutputs: true)),
            "list" => await List(id, rest[1].EndsWith("true", StringComparison.Ordinal)),
            _ => await Both(id),
        };
    }

    private async Task<string> InState(string state, string call)
    {
        object? input = call == "GetInstanceAsync" ? new { a = 1 } : null;
        var orchestrator = state switch
        {
            "Completed" => call == "GetInstanceAsync" ? "Echo" : "Hello",
            "Failed" => "Unhandled",
            _ => "Waiter",
        };
        if (state == "Unknown")
        {
            return "unknown";
        }

        var id = await Start(orchestrator, input);
        var steered = state switch
        {
            "Suspended" => Client.SuspendInstanceAsync(id),
            "Terminated" => Client.TerminateInstanceAsync(id, "r"),
            _ => Task.CompletedTask,
        };
        await steered;
        await _host.SettleAsync();
        return id;
    }

    private async Task<JsonNode?> Both(string id)
    {
        var bare = await Client.GetInstanceAsync(id);
        return bare is null ? null : new JsonObject { ["false"] = Metadata(bare), ["true"] = Metadata((await Client.GetInstanceAsync(id, getInputsAndOutputs: true))!) };
    }

    private async Task<JsonNode?> List(string id, bool fetch)
    {
        var listed = await Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: id, FetchInputsAndOutputs: fetch)).ToListAsync();
        return new JsonArray([.. listed.Select(instance => (JsonNode?)Metadata(instance))]);
    }

    private static JsonObject Purged(PurgeResult result) => new() { ["PurgedInstanceCount"] = result.PurgedInstanceCount, ["IsComplete"] = result.IsComplete };
}
