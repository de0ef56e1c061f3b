using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Functions.Jobs;

/// <summary>Has a rendition made.</summary>
public static class RenditionStarter
{
    /// <summary>Starts it; where it is being made already, nothing happens.</summary>
    /// <returns>The instance to wait for.</returns>
    public static async Task<string> StartRenditionAsync(this DurableTaskClient client, RenderVideoInput input, CancellationToken ct)
    {
        var id = Names.Rendition(input.JobId, input.Index, input.Rendition);
        var unlessUnderWay = new StartOrchestrationOptions(id).WithDedupeStatuses(
            OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended);
        try
        {
            return await client.ScheduleNewOrchestrationInstanceAsync(nameof(RenditionOrchestrator), input, unlessUnderWay, ct);
        }
        catch (InvalidOperationException)
        {
            return id;
        }
    }
}
