using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.DurableTask.Client;
using VideoGen.Embedded.Durable;

namespace VideoGen.Embedded.Management;

/// <summary>Reads one instance, or lists many.</summary>
internal sealed class InstanceQueries(Engine engine)
{
    private const string ContinuationHeader = "x-ms-continuation-token";
    private const int DefaultPageSize = 100;
    private const int LargestPage = 1000;

    public Task GetAsync(HttpContext http, string id) => engine.Get(id) is { } state
        ? AnswerAsync(http, state)
        : Answers.EmptyAsync(http, StatusCodes.Status404NotFound);

    public Task ListAsync(HttpContext http)
    {
        var request = http.Request;
        var top = request.Number("top") ?? DefaultPageSize;
        if (top <= 0) throw new ArgumentException("The value of 'top' must be above zero.");

        string? token = request.Headers[ContinuationHeader];
        var page = engine.List(new InstanceFilter(
            request.Text("instanceIdPrefix"),
            request.Time("createdTimeFrom"),
            request.Time("createdTimeTo"),
            request.Statuses(),
            Math.Min(top, LargestPage),
            string.IsNullOrEmpty(token) ? null : token));

        if (page.ContinuationToken is { } next) http.Response.Headers[ContinuationHeader] = next;
        var showInput = request.Flag("showInput", absent: true);
        return Answers.JsonAsync(http, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (var state in page.Items)
            {
                StatusJson.Write(json, state, showInput, history: null);
            }

            json.WriteEndArray();
        });
    }

    /// <summary>The status of an instance; one that has not ended says where and when to ask again.</summary>
    public Task AnswerAsync(HttpContext http, InstanceState state)
    {
        var request = http.Request;
        var showInput = request.Flag("showInput", absent: true);
        var showHistory = request.Flag("showHistory", absent: false) && state.Status != OrchestrationRuntimeStatus.Pending;
        var history = showHistory ? new HistoryJson(state, engine.History(state), showInput, request.Flag("showHistoryOutput", absent: false)) : null;
        var failedAsError = state.Status == OrchestrationRuntimeStatus.Failed && request.Flag("returnInternalServerErrorOnFailure", absent: false);
        var status = failedAsError ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK;
        if (InstanceStore.IsOpen(state.Status))
        {
            status = StatusCodes.Status202Accepted;
            http.Response.Headers.Location = $"{request.Scheme}://{request.Host}{http.Features.Get<IHttpRequestFeature>()!.RawTarget}";
            http.Response.Headers.RetryAfter = "5";
        }

        return Answers.JsonAsync(http, status, json => StatusJson.Write(json, state, showInput, history));
    }
}
