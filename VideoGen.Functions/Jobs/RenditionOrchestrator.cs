using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;

namespace VideoGen.Functions.Jobs;

/// <summary>Has something else made of a video, apart from whoever asked for it: it goes on when they leave, and when the process ends.</summary>
public static class RenditionOrchestrator
{
    [Function(nameof(RenditionOrchestrator))]
    public static async Task<RenderedVideo> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return await context.RenderVideo(context.GetInput<RenderVideoInput>()!);
        }
        catch (TaskFailedException)
        {
            return new("it broke off");
        }
    }
}

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
