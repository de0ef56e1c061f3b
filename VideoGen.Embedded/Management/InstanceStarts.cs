using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using VideoGen.Embedded.Durable;

namespace VideoGen.Embedded.Management;

/// <summary>Starts instances, new or again, and waits for them where the caller asks for it.</summary>
internal sealed class InstanceStarts(Engine engine, InstanceQueries queries, ManagementLinks links, TimeProvider clock)
{
    public async Task StartAsync(HttpContext http, string name, string? id)
    {
        var patience = PatienceOf(http.Request);
        var body = await JsonBody.ReadAsync(http.Request);
        if (!body.IsValid)
        {
            await Answers.MessageAsync(http, StatusCodes.Status400BadRequest, JsonBody.Invalid);
            return;
        }

        var request = new StartRequest(name, body.Json, EngineClient.ValidId(id), Version: http.Request.Text("version"));
        await AnswerAsync(http, await engine.StartAsync(request, http.RequestAborted), patience);
    }

    public async Task RestartAsync(HttpContext http, string id)
    {
        var patience = PatienceOf(http.Request);
        if (engine.Get(id) is not { } state)
        {
            await Answers.MessageAsync(http, StatusCodes.Status400BadRequest, "InstanceId does not match a valid orchestration instance.");
            return;
        }

        var newId = http.Request.Flag("restartWithNewInstanceId", absent: true) ? null : id;
        var request = new StartRequest(state.Name, state.Input, newId, Version: state.Version, Tags: state.Tags);
        await AnswerAsync(http, await engine.StartAsync(request, http.RequestAborted), patience);
    }

    private async Task AnswerAsync(HttpContext http, string id, TimeSpan? patience)
    {
        if (patience is { } time && await EndedAsync(id, time, http.RequestAborted) is { } state)
        {
            await (state.Status == OrchestrationRuntimeStatus.Completed
                ? Answers.JsonAsync(http, StatusCodes.Status200OK, Encoding.UTF8.GetBytes(state.Output ?? "null"))
                : queries.AnswerAsync(http, state));
            return;
        }

        var uris = links.ForStart(http.Request, id);
        http.Response.Headers.Location = uris.Status;
        http.Response.Headers.RetryAfter = "10";
        await Answers.JsonAsync(http, StatusCodes.Status202Accepted, uris.Write);
    }

    private async Task<InstanceState?> EndedAsync(string id, TimeSpan patience, CancellationToken ct)
    {
        try
        {
            await engine.WaitForEndAsync(id, ct).WaitAsync(patience, clock, ct);
            return engine.Get(id);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>How long the caller waits for the end; null unless both parameters are given.</summary>
    private static TimeSpan? PatienceOf(HttpRequest request)
    {
        if (request.Seconds("timeout") is not { } timeout || request.Seconds("pollingInterval") is not { } interval) return null;
        return timeout >= interval
            ? timeout
            : throw new ArgumentException($"The timeout of {timeout.TotalSeconds} s must not be smaller than the polling interval of {interval.TotalSeconds} s.");
    }
}
