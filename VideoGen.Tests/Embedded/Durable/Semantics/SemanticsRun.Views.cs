using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DurableTask.Client;
using VideoGen.Embedded.Management;

namespace VideoGen.Tests.Embedded.Durable.Semantics;

/// <summary>What is seen of an instance and of a call, as the recordings write it.</summary>
internal sealed partial class SemanticsRun
{
    private async Task<JsonNode> Seen(string id)
    {
        var ended = await _host.FinishAsync(id);
        var status = Status(id);
        var history = status["historyEvents"]!.DeepClone();
        var seen = new JsonObject { ["status"] = WithoutHistory(status), ["clientMetadata"] = Metadata(ended), ["history"] = history };
        foreach (var member in new[] { "Name", "InstanceId", "CreatedAt", "LastUpdatedAt" })
        {
            seen["clientMetadata"]!.AsObject().Remove(member);
        }

        if (_steps.Count > 0)
        {
            seen["steps"] = _steps;
        }

        return JsonNode.Parse(seen.ToJsonString().Replace(id, "{id}", StringComparison.Ordinal))!;
    }

    /// <summary>The status object of the management API, of which the recordings have three members and the history.</summary>
    private JsonObject Status(string id)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            var state = _host.Engine.Get(id)!;
            StatusJson.Write(json, state, showInput: true, new HistoryJson(state, _host.Engine.History(state), showInput: true, showOutput: true));
        }

        var all = JsonNode.Parse(buffer.ToArray())!.AsObject();
        return new JsonObject(new[] { "runtimeStatus", "customStatus", "output", "historyEvents" }.Select(name => KeyValuePair.Create(name, all[name]?.DeepClone())));
    }

    private static JsonObject WithoutHistory(JsonObject status)
    {
        status.Remove("historyEvents");
        return status;
    }

    private static JsonObject Metadata(OrchestrationMetadata instance) => new()
    {
        ["Name"] = instance.Name,
        ["InstanceId"] = "{id}",
        ["RuntimeStatus"] = instance.RuntimeStatus.ToString(),
        ["CreatedAt"] = instance.CreatedAt.ToString("o", CultureInfo.InvariantCulture),
        ["LastUpdatedAt"] = instance.LastUpdatedAt.ToString("o", CultureInfo.InvariantCulture),
        ["SerializedInput"] = instance.SerializedInput,
        ["SerializedOutput"] = instance.SerializedOutput,
        ["SerializedCustomStatus"] = instance.SerializedCustomStatus,
        ["IsRunning"] = instance.IsRunning,
        ["IsCompleted"] = instance.IsCompleted,
        ["Failure"] = instance.FailureDetails?.ToString(),
    };

    private static async Task<JsonNode?> Outcome(Func<Task> call) => await Outcome(async () =>
    {
        await call();
        return (JsonNode)"ok";
    });

    private static async Task<JsonNode?> Outcome(Func<Task<JsonObject>> call) => await Outcome(async () => (JsonNode)await call());

    private static async Task<JsonNode?> Outcome(Func<Task<JsonNode>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception thrown)
        {
            return new JsonObject
            {
                ["exception"] = new JsonArray($"{thrown.GetType().FullName}: {thrown.Message}"),
                ["isInvalidOperation"] = thrown is InvalidOperationException,
                ["baseType"] = thrown.GetType().BaseType!.FullName,
            };
        }
    }
}
