using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using VideoGen.Domain;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Prompts;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Enhancement;

namespace VideoGen.Functions.Doors.Native;

/// <summary>The native API's prompts: what a job would be made of, without starting one.</summary>
public sealed class PromptsDoor(Callers callers, PromptEnhancer enhancer)
{
    [Function("EnhanceOnePrompt")]
    public async Task<IResult> Enhance(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/prompts/enhance")] HttpRequest request, CancellationToken ct)
    {
        _ = await callers.OfAsync(request, ct);
        var parts = Read(await request.ReadFieldsAsync(ct));
        if (JobRules.Check(parts) is { Count: > 0 } faults) throw Errors.InvalidRequest(faults);

        var enhanced = await enhancer.EnhanceAsync(parts, ct);
        return Results.Json(
            new Answer(parts.Prompt, enhanced.Scene, enhanced.WhyComposed is null ? "language-model" : "composer", enhanced.WhyComposed), NativeJson.Options);
    }

    private static PromptParts Read(JsonFields fields)
    {
        var parts = new PromptParts(
            fields.Text("prompt") ?? "", fields.Text("style"), fields.Text("theme"), fields.Text("platform"), fields.Text("contentType"));
        fields.End();
        return parts;
    }

    private sealed record Answer(string Prompt, string EnhancedPrompt, string By, string? Why);
}
