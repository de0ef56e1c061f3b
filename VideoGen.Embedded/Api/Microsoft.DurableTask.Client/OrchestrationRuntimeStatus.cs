namespace Microsoft.DurableTask.Client;

/// <summary>How an instance stands.</summary>
public enum OrchestrationRuntimeStatus
{
    Running,
    Completed,

    [Obsolete("Exists for compatibility only.")]
    ContinuedAsNew,
    Failed,

    [Obsolete("Exists for compatibility only.")]
    Canceled,
    Terminated,
    Pending,
    Suspended,
}
