using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using VideoGen.Domain;
using VideoGen.Functions.Jobs;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Doors.Callbacks;

/// <summary>Where providers report that a task has changed. A report is verified, and only wakes whoever waits for the task: the look that follows is the truth.</summary>
/// <remarks>
/// Open to all, as providers have no key of ours; a signature takes its place. A report on something unknown is answered like any other, so that nobody learns
/// what exists. Repeats are harmless, and many at once become few.
/// </remarks>
public sealed partial class CallbackDoor(ProviderRegistry providers, CallbackGate gate, ILogger<CallbackDoor> logger)
{
    [Function("ReceiveCallback")]
    public async Task<IResult> Receive(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/{provider}")] HttpRequest request,
        string provider,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        if (providers.Find(provider) is not IReportingProvider reporting) throw Errors.NotFound("Nobody reports here.");

        var headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var check = await reporting.CheckCallbackAsync(new(headers, await request.ReadBytesAsync(ct)), ct);
        if (!check.IsGenuine)
        {
            LogRefused(reporting.Name, check.Why);
            throw new ProblemException(Errors.IsUnauthorized, "The callback is not signed as it should be.");
        }

        if (Attempt.TryParse(request.Query["attempt"]) is { } attempt && gate.LetsIn($"{reporting.Name} {check.DeliveryId}", attempt))
        {
            await WakeAsync(client, Names.Task(attempt), ct);
        }

        return Results.Accepted();
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
