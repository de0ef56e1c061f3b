using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VideoGen.Functions.Intake;

namespace VideoGen.Functions.Doors.Callbacks;

/// <summary>Where providers report that a task has changed.</summary>
/// <remarks>Open to all, as providers have no key of ours; a signature takes its place.</remarks>
public sealed class CallbackDoor(CallbackDesk desk)
{
    [Function("ReceiveCallback")]
    public async Task<IResult> Receive(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/{provider}")] HttpRequest request,
        string provider,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        await desk.ReceiveAsync(provider, request, await request.ReadBytesAsync(ct), client, ct);
        return Results.Accepted();
    }
}
