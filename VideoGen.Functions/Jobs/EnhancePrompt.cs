using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Domain.Prompts;

namespace VideoGen.Functions.Jobs;

/// <summary>Turns the caller's words, style, theme and platform into the scene a model is asked for.</summary>
/// <remarks>Changes nothing anywhere, so a second run is harmless.</remarks>
public sealed class EnhancePrompt
{
    [Function(nameof(EnhancePrompt))]
    public string Run([ActivityTrigger] PromptParts input) => PromptComposer.Describe(input);
}

public static class EnhancePromptCall
{
    public static Task<string> EnhancePrompt(this TaskOrchestrationContext context, PromptParts input) =>
        context.CallActivityAsync<string>(nameof(EnhancePrompt), input, Retry.Passing);
}
