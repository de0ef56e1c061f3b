using System.Text.Json;
using System.Text.Json.Nodes;

namespace VideoGen.Tests.Embedded.Durable.Semantics;

/// <summary>What is done or looked at while an instance runs, each with what the recordings note of it.</summary>
internal sealed partial class SemanticsRun
{
    private Func<string, Task<JsonNode?>> Raise(string name, object payload) => async id =>
    {
        var outcome = await Outcome(() => Client.RaiseEventAsync(id, name, payload));
        return new JsonObject { ["raise"] = name, ["payload"] = JsonSerializer.SerializeToNode(payload), ["httpStatus"] = outcome is JsonValue ? 202 : 410 };
    };

    private async Task<JsonNode?> RaiseGo(string id) => new JsonObject { ["raise"] = (await Raise("Go", 1)(id))!["httpStatus"]!.DeepClone() };

    private static Func<string, Task<JsonNode?>> Tell(Func<string, Task> call) => async id =>
    {
        await call(id);
        return new JsonObject { ["status"] = 200, ["body"] = "ok" };
    };

    private static Func<string, Task<JsonNode?>> Named(string name, Func<string, Task<JsonNode?>> step) => async id => new JsonObject { [name] = await step(id) };

    private static Task<JsonNode?> Nothing(string id) => Task.FromResult<JsonNode?>(null);

    private Task<JsonNode?> ShowStatus(string id) => Task.FromResult<JsonNode?>(new JsonObject { ["customStatusWhileWaiting"] = Status(id)["customStatus"]?.DeepClone() });

    private Task<JsonNode?> ShowStatusAfterFirst(string id) => Task.FromResult<JsonNode?>(new JsonObject { ["customStatusAfterFirst"] = Status(id)["customStatus"]?.DeepClone() });

    private async Task<JsonNode?> ShowStatusAndText(string id)
    {
        var shown = (await ShowStatus(id))!;
        shown["SerializedCustomStatus"] = (await Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.SerializedCustomStatus;
        return shown;
    }

    private async Task<JsonNode?> ShowRuntimeStatus(string id) => (await Client.GetInstanceAsync(id))!.RuntimeStatus.ToString();
}
