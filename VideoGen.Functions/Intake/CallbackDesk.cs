using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using VideoGen.Domain;
using VideoGen.Functions.Jobs;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Intake;

/// <summary>Takes a provider's report that a task has changed, by whatever door it comes. It is verified, and only wakes whoever waits for the task: the look that follows is the truth.</summary>
/// <remarks>A report on something unknown is taken like any other, so that nobody learns what exists. Repeats are harmless, and many at once become few.</remarks>
public sealed partial class CallbackDesk(ProviderRegistry providers, CallbackGate gate, ILogger<CallbackDesk> logger)
{
    /// <param name="provider">In whose name it comes; null where the address does not say, and the signature alone tells.</param>
    /// <param name="request">Names the attempt in its query.</param>
    /// <param name="body">As it came.</param>
    /// <param name="client">Wakes who waits.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProblemException">Nobody reports here, or not so.</exception>
    public async Task ReceiveAsync(string? provider, HttpRequest request, ReadOnlyMemory<byte> body, DurableTaskClient client, CancellationToken ct)
    {
        var callback = new ProviderCallback(request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body);
        var (from, deliveryId) = await VerifyAsync(provider, callback, ct);
        if (Attempt.TryParse(request.Query["attempt"]) is { } attempt && gate.LetsIn($"{from} {deliveryId}", attempt))
        {
            await WakeAsync(client, Names.Task(attempt), ct);
        }
    }

    private async Task<(string From, string? DeliveryId)> VerifyAsync(string? provider, ProviderCallback callback, CancellationToken ct)
    {
        var reporting = providers.All.OfType<IReportingProvider>().Where(one => provider is null || one == providers.Find(provider)).ToList();
        if (reporting.Count == 0) throw Errors.NotFound("Nobody reports here.");

        foreach (var one in reporting)
        {
            var check = await one.CheckCallbackAsync(callback, ct);
            if (check.IsGenuine) return (one.Name, check.DeliveryId);

            LogRefused(one.Name, check.Why);
        }

        throw new ProblemException(Errors.IsUnauthorized, "The callback is not signed as it should be.");
    }

    // Whether the task is unknown, over, or ends this very moment: there is nobody to wake.
    private async Task WakeAsync(DurableTaskClient client, string instance, CancellationToken ct)
    {
        try
        {
            if (await client.GetInstanceAsync(instance, ct) is { IsCompleted: false })
            {
                await client.RaiseEventAsync(instance, Names.ProviderCallback, new ProviderHint(), ct);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotWoken(e, instance);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A callback in the name of {Provider} was refused: {Why}")]
    private partial void LogRefused(string provider, string? why);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Task {Task} could not be woken")]
    private partial void LogNotWoken(Exception exception, string task);
}
