using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

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
