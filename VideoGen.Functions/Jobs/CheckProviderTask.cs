using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Insight;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Jobs;

/// <summary>Asks the provider once how its task stands, with the key that submitted it.</summary>
/// <remarks>Only reads, and learns the same twice, so a second run is harmless; after a crash it comes no sooner than the provider likes to be asked again.</remarks>
public sealed class CheckProviderTask(ProviderRegistry providers, KeyPool keys)
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(Polling.LeastSeconds);
    private static readonly DateTime Started = Process.GetCurrentProcess().StartTime.ToUniversalTime();

    [Function(nameof(CheckProviderTask))]
    public async Task<Verdict> Run([ActivityTrigger] CheckProviderTaskInput input, CancellationToken ct)
    {
        if (providers.Find(input.Provider) is not { } provider) return Verdict.KeyRefused($"{input.Provider} is no longer configured.");

        if (input.Provider == Models.Simulation) return await provider.CheckAsync(input.Task, input.Key, ct);

        await LetCrashGrowOldAsync(ct);
        var verdict = await Telemetry.CallAsync("check", provider.Name, input.JobId, () => provider.CheckAsync(input.Task, input.Key, ct));
        if (verdict.IsFinal && input.Looks is { } looks) Telemetry.TaskEnded(provider.Name, looks);
        await keys.LearnAsync(provider, input.Task, input.Key, verdict, ct);
        return verdict;
    }

    // A process that died may have looked a moment before, and this may be that look again. Real time: it is about real processes.
    private static async Task LetCrashGrowOldAsync(CancellationToken ct)
    {
        var age = DateTime.UtcNow - Started;
        if (age < Rest) await Task.Delay(Rest - age, ct);
    }
}

/// <param name="Provider">Who has it.</param>
/// <param name="Task">What it is found by.</param>
/// <param name="Key">The key that submitted it.</param>
/// <param name="JobId">Whose task it is.</param>
/// <param name="Looks">How often it was looked at, this time included; null for a look at one that has ended.</param>
public sealed record CheckProviderTaskInput(string Provider, TaskRef Task, KeyFingerprint Key, JobId JobId, int? Looks = null);

public static class CheckProviderTaskCall
{
    public static Task<Verdict> CheckProviderTask(this TaskOrchestrationContext context, CheckProviderTaskInput input) =>
        context.CallActivityAsync<Verdict>(nameof(CheckProviderTask), input, Retry.Passing);
}
