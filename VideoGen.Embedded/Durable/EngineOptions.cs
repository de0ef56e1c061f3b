using Microsoft.DurableTask.Client;

namespace VideoGen.Embedded.Durable;

/// <summary>The durable settings of host.json that mean something in one process, and the engine's own bounds.</summary>
internal sealed record EngineOptions
{
    public string HubName { get; init; } = "TestHubName";

    /// <summary>Activities that run at the same time; more wait in line.</summary>
    public int MaxConcurrentActivities { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>Orchestrators kept in memory between episodes; 0 rebuilds each one from its history every time.</summary>
    public int MaxLiveInstances { get; init; } = 5_000;

    /// <summary>Whether a start may replace an instance of the same id that has not ended.</summary>
    public bool MayReplaceRunningInstances { get; init; }

    /// <summary>Whether an event for an unknown or ended instance is an error at the sender.</summary>
    public bool ThrowOnUndeliverableEvents { get; init; } = true;

    internal static readonly IReadOnlySet<OrchestrationRuntimeStatus> EndedStates = new HashSet<OrchestrationRuntimeStatus>
    {
        OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated,
    };
}
