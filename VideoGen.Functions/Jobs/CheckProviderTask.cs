using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Jobs;

/// <summary>Asks the provider once how its task stands, with the key that submitted it.</summary>
/// <remarks>Only reads, so a second run is harmless.</remarks>
public sealed class CheckProviderTask(ProviderRegistry providers)
{
    [Function(nameof(CheckProviderTask))]
    public async Task<Verdict> Run([ActivityTrigger] CheckProviderTaskInput input, CancellationToken ct) =>
        providers.Find(input.Provider) is { } provider
            ? await provider.CheckAsync(input.TaskId, input.Key, ct)
            : Verdict.KeyRefused($"{input.Provider} is no longer configured.");
}

public sealed record CheckProviderTaskInput(string Provider, string TaskId, KeyFingerprint Key);

public static class CheckProviderTaskCall
{
    public static Task<Verdict> CheckProviderTask(this TaskOrchestrationContext context, CheckProviderTaskInput input) =>
        context.CallActivityAsync<Verdict>(nameof(CheckProviderTask), input, Retry.Passing);
}
