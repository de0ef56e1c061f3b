using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Jobs;

/// <summary>Ends a task at its provider, so that it costs nothing further.</summary>
/// <remarks>A task ended twice is as ended as one ended once.</remarks>
public sealed class CancelProviderTask(ProviderRegistry providers, KeyPool keys)
{
    [Function(nameof(CancelProviderTask))]
    public async Task<Verdict> Run([ActivityTrigger] CheckProviderTaskInput input, CancellationToken ct)
    {
        if (providers.Find(input.Provider) is not { } provider) return Verdict.KeyRefused($"{input.Provider} is no longer configured.");

        var verdict = await provider.CancelAsync(input.Task, input.Key, ct);
        await keys.ForgetAsync(provider, input.Task, ct);
        return verdict;
    }
}

public static class CancelProviderTaskCall
{
    public static Task<Verdict> CancelProviderTask(this TaskOrchestrationContext context, CheckProviderTaskInput input) =>
        context.CallActivityAsync<Verdict>(nameof(CancelProviderTask), input, Retry.Passing);
}
