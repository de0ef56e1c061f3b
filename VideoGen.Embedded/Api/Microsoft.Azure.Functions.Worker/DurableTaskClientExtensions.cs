using Microsoft.DurableTask.Client;
using VideoGen.Embedded.Management;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a durable client offers inside a function.</summary>
public static class DurableTaskClientExtensions
{
    /// <summary>The management URLs of an instance, with the key they need.</summary>
    public static HttpManagementPayload CreateHttpManagementPayload(this DurableTaskClient client, string instanceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return ManagementLinks.Of(client)?.ForWorker(instanceId)
            ?? throw new InvalidOperationException("The base URL of the management API is not known: the client is not one that a function was given.");
    }
}
