using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Net.Http.Headers;
using VideoGen.Embedded.Durable;

namespace VideoGen.Embedded.Management;

/// <summary>Acts on existing instances: event, terminate, suspend, resume, rewind, purge.</summary>
internal sealed class InstanceOperations(Engine engine, TimeProvider clock)
{
    public async Task RaiseEventAsync(HttpContext http, string id, string eventName)
    {
        if (await RefusedAsync(http, id)) return;
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            await Answers.MessageAsync(http, StatusCodes.Status400BadRequest, "Only application/json request content is supported");
            return;
        }

        var body = await JsonBody.ReadAsync(http.Request);
        if (!body.IsValid || body.Json is null)
        {
            await Answers.MessageAsync(http, StatusCodes.Status400BadRequest, JsonBody.Invalid);
            return;
        }

        await AnswerAsync(http, await engine.RaiseEventAsync(id, eventName, body.Json));
    }

    public async Task TerminateAsync(HttpContext http, string id) => await AnswerAsync(http, await engine.TerminateAsync(id, Reason(http)));

    public async Task SuspendAsync(HttpContext http, string id) => await AnswerAsync(http, await engine.SuspendAsync(id, Reason(http)));

    public async Task ResumeAsync(HttpContext http, string id) => await AnswerAsync(http, await engine.ResumeAsync(id, Reason(http)));

    /// <summary>Only a failed instance could be rewound, and this storage cannot do it.</summary>
    public Task RewindAsync(HttpContext http, string id) => Answers.EmptyAsync(http, engine.Get(id)?.Status switch
    {
        null => StatusCodes.Status404NotFound,
        OrchestrationRuntimeStatus.Failed => StatusCodes.Status501NotImplemented,
        _ => StatusCodes.Status412PreconditionFailed,
    });

    public async Task PurgeAsync(HttpContext http, string id) => await (await engine.PurgeAsync(id) switch
    {
        null => Answers.EmptyAsync(http, StatusCodes.Status404NotFound),
        false => Answers.EmptyAsync(http, StatusCodes.Status412PreconditionFailed),
        true => DeletedAsync(http, 1),
    });

    public async Task PurgeManyAsync(HttpContext http)
    {
        if (http.Request.Time("createdTimeFrom") is not { } from)
        {
            await Answers.JsonAsync(http, StatusCodes.Status400BadRequest, json => json.WriteStringValue("Please provide value for 'createdTimeFrom' parameter."));
            return;
        }

        var to = http.Request.Time("createdTimeTo") ?? clock.GetUtcNow().UtcDateTime;
        var deleted = await engine.PurgeAsync(new InstanceFilter(CreatedFrom: from, CreatedTo: to, Statuses: http.Request.Statuses()), http.RequestAborted);
        await (deleted == 0 ? Answers.EmptyAsync(http, StatusCodes.Status404NotFound) : DeletedAsync(http, deleted));
    }

    /// <summary>Unknown and ended instances are told first, before anything about the request's body.</summary>
    private async Task<bool> RefusedAsync(HttpContext http, string id)
    {
        var state = engine.Get(id);
        if (state is not null && InstanceStore.IsOpen(state.Status)) return false;
        await AnswerAsync(http, state is null ? SignalResult.Unknown : SignalResult.Finished);
        return true;
    }

    private static Task AnswerAsync(HttpContext http, SignalResult result) => result switch
    {
        SignalResult.Accepted => Answers.EmptyAsync(http, StatusCodes.Status202Accepted),
        SignalResult.Unknown => Answers.EmptyAsync(http, StatusCodes.Status404NotFound),
        SignalResult.Finished => Answers.EmptyAsync(http, StatusCodes.Status410Gone),
        _ => Answers.MessageAsync(http, StatusCodes.Status500InternalServerError, "Something went wrong while processing your request"),
    };

    private static Task DeletedAsync(HttpContext http, int count) => Answers.JsonAsync(http, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("instancesDeleted", count);
        json.WriteEndObject();
    });

    private static string? Reason(HttpContext http) => http.Request.Text("reason");
}
