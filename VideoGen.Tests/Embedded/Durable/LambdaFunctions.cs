using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.DurableTask;
using VideoGen.Embedded.Durable;

namespace VideoGen.Tests.Embedded.Durable;

/// <summary>Orchestrators and activities that a test declares as lambdas, in place of the discovered functions of an app.</summary>
internal sealed class LambdaFunctions : IFunctionInvoker
{
    private readonly ConcurrentDictionary<string, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Func<string, string?, CancellationToken, Task<string?>>> _activities = new(StringComparer.OrdinalIgnoreCase);

    public void Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> code) => _orchestrators[name] = code;

    public void Activity<TInput, TResult>(string name, Func<string, TInput, CancellationToken, Task<TResult>> code) =>
        _activities[name] = async (instanceId, input, ct) =>
        {
            var result = await code(instanceId, input is null ? default! : JsonSerializer.Deserialize<TInput>(input)!, ct);
            return result is null ? null : JsonSerializer.Serialize(result, result.GetType());
        };

    public bool HasOrchestrator(string name) => _orchestrators.ContainsKey(name);

    public bool HasActivity(string name) => _activities.ContainsKey(name);

    public Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context) => _orchestrators[name](context);

    public Task<string?> RunActivityAsync(string name, string instanceId, string? input, CancellationToken ct) => _activities[name](instanceId, input, ct);
}
