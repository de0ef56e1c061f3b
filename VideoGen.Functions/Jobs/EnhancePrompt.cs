using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Domain.Prompts;
using VideoGen.Functions.Enhancement;

namespace VideoGen.Functions.Jobs;

/// <summary>Turns the caller's words, style, theme and platform into the scene a model is asked for; by a language model where the caller wants it.</summary>
/// <remarks>Changes nothing anywhere, so a second run is harmless: the language model may find other words, and those of the run that is recorded count.</remarks>
public sealed class EnhancePrompt(PromptEnhancer enhancer)
{
    [Function(nameof(EnhancePrompt))]
    public async Task<EnhancedPrompt> Run([ActivityTrigger] EnhancePromptInput input, CancellationToken ct) =>
        input.ByModel ? await enhancer.EnhanceAsync(input.Parts, ct) : new(PromptComposer.Describe(input.Parts), null);
}

/// <param name="Parts">What is asked for.</param>
/// <param name="ByModel">Whether a language model shall write it.</param>
public sealed record EnhancePromptInput(PromptParts Parts, bool ByModel);

public static class EnhancePromptCall
{
    public static Task<EnhancedPrompt> EnhancePrompt(this TaskOrchestrationContext context, EnhancePromptInput input) =>
        context.CallActivityAsync<EnhancedPrompt>(nameof(EnhancePrompt), input, Retry.Passing);
}
