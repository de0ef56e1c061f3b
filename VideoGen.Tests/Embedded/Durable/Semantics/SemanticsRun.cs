using System.Text.Json.Nodes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Tests.Embedded.Durable.Semantics;

/// <summary>Does again what was done for a recording, and writes down what is seen in the same form.</summary>
/// <remarks>The calls of the client, the single steps and the views are in files of their own.</remarks>
internal sealed partial class SemanticsRun(JsonObject recorded) : IAsyncDisposable
{
    private readonly DurableHost _host = new(Memory.Replayed);
    private readonly JsonArray _steps = [];

    private string Orchestrator => recorded["orchestrator"]!.GetValue<string>();

    private DurableTaskClient Client => _host.Client;

    public async Task<JsonNode?> ObserveAsync()
    {
        SemanticsSamples.Declare(_host);
        _host.Start();
        var name = recorded["case"]!.GetValue<string>();
        return name switch
        {
            "wait for an event, it arrives" => await WithEvents(Raise("Go", new { a = 1 })),
            "custom status: set twice in one episode, object" => await WithSteps(ShowStatus, ShowStatus, RaiseGo),
            "custom status: string, then set to null" => await WithSteps(ShowStatusAndText, RaiseGo),
            "continue-as-new keeps buffered events" => await WithEvents(Raise("Item", "one"), Raise("Item", "two"), Raise("Item", "three")),
            "continue-as-new with preserveUnprocessedEvents: false" => await WithEvents(Raise("Item", "one")),
            "two waiters of one event name" => await WithSteps(Raise("E", "first"), Nothing, ShowStatusAfterFirst, Raise("E", "second")),
            "two waiters of one name with different types" => await WithEvents(Raise("E", 5), Raise("E", 6)),
            "a timed-out waiter and a later event" => await DeadWaiter(),
            "event name ignores case" => await WithEvents(Raise("gOEVENT", "v")),
            "events raised before the wait are buffered in order" => await WithEvents(Raise("E", "a"), Raise("E", "b")),
            "event of the wrong type (string for int)" => await WithEvents(Raise("Go", "text")),
            "event with a null payload for int" => await WithSteps(Tell(id => Client.RaiseEventAsync(id, "Go"))),
            "returned with a timer of 6 s still open" => await WithSteps(ShowRuntimeStatus),
            "returned with an activity of 6 s still open" => await OpenActivity(),
            "NewGuid and CurrentUtcDateTime" => await Guids(),
            "event raised while suspended" => await Suspended(),
            "terminate with a reason" => await WithSteps(Named("terminate", Tell(id => Client.TerminateInstanceAsync(id, "the reason")))),
            "terminate with an object" => await WithSteps(Named("terminateobj", Tell(id => Client.TerminateInstanceAsync(id, (object)new { Why = "object" })))),
            "terminate a parent of a running sub-orchestration" => await WithChild(Named("terminate", Tell(id => Client.TerminateInstanceAsync(id, "the reason")))),
            "terminate recursively a parent of a running sub-orchestration" => await WithChild(
                Named("terminaterec", Tell(id => Client.TerminateInstanceAsync(id, new TerminateInstanceOptions("bye", Recursive: true))))),
            "SendEvent from another orchestration" => await SendEvent(),
            "StartAt 6 s in the future" => await StartAt(),
            "client schedule of an unknown orchestrator name" => new JsonObject { ["start"] = await Outcome(() => Client.ScheduleNewOrchestrationInstanceAsync("NoSuchName")) },
            "another instance while the 40,000-character custom status is stuck" => await BesideBigStatus(),
            "timers against their FireAt" => await Timers(),
            "returns 5,000,000 characters" => await Large(),
            _ when name.StartsWith("instance id: ", StringComparison.Ordinal) => await WithId(name["instance id: ".Length..]),
            _ when name.StartsWith("client ", StringComparison.Ordinal) => await WithClient(name["client ".Length..]),
            _ => await WithSteps(),
        };
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task<string> Start(string? orchestrator = null, object? input = null, StartOrchestrationOptions? options = null)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(orchestrator ?? Orchestrator, input ?? recorded["input"]?.DeepClone(), options ?? new());
        await _host.SettleAsync();
        return id;
    }

    private Task<JsonNode?> WithEvents(params Func<string, Task<JsonNode?>>[] steps) => WithSteps(steps);

    private async Task<JsonNode?> WithSteps(params Func<string, Task<JsonNode?>>[] steps)
    {
        var id = await Start();
        foreach (var step in steps)
        {
            _steps.Add(await step(id));
            await _host.SettleAsync();
        }

        return await Seen(id);
    }

    private async Task<JsonNode?> WithChild(Func<string, Task<JsonNode?>> step)
    {
        var id = await Start();
        _steps.Add(await step(id));
        var seen = (await Seen(id)).AsObject();
        var child = (await Client.GetInstanceAsync($"{id}-child", getInputsAndOutputs: true))!;
        seen["child"] = new JsonObject { ["runtimeStatus"] = child.RuntimeStatus.ToString(), ["output"] = child.SerializedOutput };
        return seen;
    }

    private async Task<JsonNode?> DeadWaiter()
    {
        var id = await Start();
        _host.Time.Advance(TimeSpan.FromSeconds(1));
        await _host.SettleAsync();
        _steps.Add((await Raise("E", "one")(id))!["httpStatus"]!.DeepClone());
        _steps.Add(null);
        _steps.Add((await Raise("E", "two")(id))!["httpStatus"]!.DeepClone());
        return await Seen(id);
    }

    private async Task<JsonNode?> OpenActivity()
    {
        var gate = new TaskCompletionSource<int>();
        _host.Functions.Activity<int?, int>("Gate", (_, _, _) => gate.Task);
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(Orchestrator);
        await Client.WaitForInstanceStartAsync(id);
        _steps.Add(await ShowRuntimeStatus(id));
        gate.SetResult(1);
        return await Seen(id);
    }

    private async Task<JsonNode?> Guids()
    {
        var observed = recorded["observed"]!;
        var times = new[] { "T0", "T1", "T2" }.Select(name => observed["values"]![name]!.GetValue<DateTimeOffset>()).ToArray();
        DeclareJump("ToT1", times[1]);
        DeclareJump("ToT2", times[2]);
        _host.Time.AdvanceTo(times[0]);
        var id = await Start(options: new StartOrchestrationOptions(observed["instanceId"]!.GetValue<string>()));
        var ended = await _host.FinishAsync(id);
        return new JsonObject { ["values"] = JsonNode.Parse(ended.SerializedOutput!), ["instanceId"] = id, ["uuidV5"] = observed["uuidV5"]!.DeepClone() };

        void DeclareJump(string activity, DateTimeOffset to) => _host.Functions.Activity<int?, int>(activity, (_, _, _) =>
        {
            _host.Time.AdvanceTo(to);
            return Task.FromResult(0);
        });
    }

    private async Task<JsonNode?> Suspended()
    {
        var id = await Start();
        _steps.Add(new JsonObject { ["suspend"] = await Tell(i => Client.SuspendInstanceAsync(i, "hold"))(id) });
        await _host.SettleAsync();
        var suspended = (await Client.GetInstanceAsync(id, getInputsAndOutputs: true))!;
        _steps.Add(new JsonObject { ["statusAfterSuspend"] = suspended.RuntimeStatus.ToString(), ["output"] = suspended.SerializedOutput });
        _steps.Add(new JsonObject { ["raiseWhileSuspended"] = (await Raise("Go", "kept")(id))!["httpStatus"]!.DeepClone() });
        await _host.SettleAsync();
        _steps.Add(new JsonObject { ["status2sLater"] = await ShowRuntimeStatus(id) });
        _steps.Add(new JsonObject { ["resume"] = await Tell(i => Client.ResumeInstanceAsync(i, "go"))(id) });
        return await Seen(id);
    }

    private async Task<JsonNode?> SendEvent()
    {
        var target = await Start("Waiter");
        await _host.FinishAsync(await Start("SendEv", target));
        return await Seen(target);
    }

    private async Task<JsonNode?> StartAt()
    {
        var id = await Start(options: new StartOrchestrationOptions(StartAt: _host.Time.GetUtcNow().AddSeconds(6)));
        var elapsed = 0.0;
        foreach (var seconds in new[] { 0.3, 1, 2, 4, 7 })
        {
            _host.Time.Advance(TimeSpan.FromSeconds(seconds - elapsed));
            elapsed = seconds;
            await _host.SettleAsync();
            _steps.Add(new JsonObject { ["secondsAfterStart"] = seconds, ["runtimeStatus"] = await ShowRuntimeStatus(id) });
        }

        return await Seen(id);
    }

    private async Task<JsonNode?> BesideBigStatus()
    {
        await Start("StatusBig", 40_000);
        var began = _host.Time.GetUtcNow();
        var hello = await _host.FinishAsync(await Start("Hello"));
        return new JsonObject { ["runtimeStatus"] = hello.RuntimeStatus.ToString(), ["seconds"] = (_host.Time.GetUtcNow() - began).TotalSeconds };
    }

    private async Task<JsonNode?> Timers()
    {
        var seen = new JsonArray();
        foreach (var expected in recorded["observed"]!.AsArray())
        {
            var delay = expected!["delaySeconds"]!.GetValue<double>();
            var began = _host.Time.GetUtcNow();
            var ended = await _host.FinishAsync(await Start(input: delay));
            seen.Add(new JsonObject
            {
                ["delaySeconds"] = delay,
                ["completedMinusFireAtMs"] = (ended.LastUpdatedAt - began).TotalMilliseconds - (delay * 1000),
                ["waitedAtLeastByCurrentUtcDateTime"] = JsonNode.Parse(ended.SerializedOutput!)!["WaitedAtLeast"]!.DeepClone(),
            });
        }

        return seen;
    }

    private async Task<JsonNode?> Large()
    {
        var id = await Start(input: 5_000_000);
        await _host.FinishAsync(id);
        return new JsonObject
        {
            ["status"] = WithoutHistory(Status(id)),
            ["clientWithOutputs"] = Metadata((await Client.GetInstanceAsync(id, getInputsAndOutputs: true))!),
            ["clientWithoutOutputs"] = Metadata((await Client.GetInstanceAsync(id))!),
        };
    }
}
