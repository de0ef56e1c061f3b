using Microsoft.DurableTask;

namespace VideoGen.Embedded.Durable;

/// <summary>How the engine reaches the app's orchestrators and activities. Names ignore case.</summary>
internal interface IFunctionInvoker
{
    bool HasOrchestrator(string name);

    bool HasActivity(string name);

    /// <summary>Runs the orchestrator function once, on the engine's synchronization context; completes when the function returns.</summary>
    Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context);

    /// <summary>Runs the activity function: JSON in, JSON out.</summary>
    Task<string?> RunActivityAsync(string name, string instanceId, string? input, CancellationToken ct);
}
