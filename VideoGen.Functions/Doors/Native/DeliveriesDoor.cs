using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VideoGen.Domain;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Stores;
using VideoGen.Functions.Webhooks;

namespace VideoGen.Functions.Doors.Native;

/// <summary>The native API's log of what was sent to subscribers, and its sending again.</summary>
public sealed class DeliveriesDoor(Callers callers, Deliveries deliveries)
{
    private const int DefaultLimit = 50;
    private const int LargestLimit = 100;

    private static readonly string[] Known = ["subscription", "status", "type", "video", "since", "limit", "after", "code"];

    private static readonly Dictionary<string, DeliveryStatus> Statuses =
        Enum.GetValues<DeliveryStatus>().ToDictionary(status => StoreJson.Write(status).Trim('"'));

    [Function("ListDeliveries")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/webhooks/deliveries")] HttpRequest request, CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var query = request.Query;
        var faults = query.Keys.Except(Known).Select(name => new FieldError(name, "is not a known filter.")).ToList();
        if (faults.Count > 0) throw Errors.InvalidRequest(faults);

        var (page, next) = await deliveries.ListAsync(caller, ReadFilter(query), ReadAfter(query), ReadLimit(query), ct);
        if (next is not null)
        {
            var further = QueryString.Create(query.Where(field => field.Key is not ("after" or "code"))
                .Select(field => KeyValuePair.Create(field.Key, (string?)field.Value.ToString())).Append(new("after", next)));
            request.HttpContext.Response.Headers.Link = $"<{request.Scheme}://{request.Host}/api/webhooks/deliveries{further}>; rel=\"next\"";
        }

        return Answer(new DeliveriesAnswer([.. page.Select(DeliveryAnswer.Of)], next));
    }

    [Function("GetDelivery")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/webhooks/deliveries/{id}")] HttpRequest request, string id, CancellationToken ct) =>
        Answer(DeliveryAnswer.Of(await deliveries.FindAsync(await callers.OfAsync(request, ct), id, ct)));

    [Function("Redeliver")]
    public async Task<IResult> Redeliver(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/deliveries/{id}/redeliver")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct) =>
        Answer(DeliveryAnswer.Of(await deliveries.RedeliverAsync(await callers.OfAsync(request, ct), id, client, ct)), StatusCodes.Status202Accepted);

    private static DeliveryFilter ReadFilter(IQueryCollection query) => new(
        One(query, "subscription"),
        One(query, "status") switch
        {
            null => null,
            var word when Statuses.TryGetValue(word, out var status) => status,
            _ => throw Errors.InvalidRequest("status", $"must be one of {string.Join(", ", Statuses.Keys)}."),
        },
        One(query, "type"),
        One(query, "video"),
        One(query, "since") is { } since ? SubscriptionsDoor.ReadTime("since", since) : null);

    // A row's key, as the page before told it.
    private static string? ReadAfter(IQueryCollection query) => One(query, "after") switch
    {
        null => null,
        { Length: <= 64 } id when id.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') => id,
        _ => throw Errors.InvalidRequest("after", "is not a token of this service."),
    };

    private static int ReadLimit(IQueryCollection query) => One(query, "limit") switch
    {
        null => DefaultLimit,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= LargestLimit => limit,
        _ => throw Errors.InvalidRequest("limit", $"must be a whole number from 1 to {LargestLimit}."),
    };

    private static string? One(IQueryCollection query, string name) => query[name] switch
    {
        [] => null,
        [var value] => string.IsNullOrEmpty(value) ? null : value,
        _ => throw Errors.InvalidRequest(name, "is given twice."),
    };

    private static IResult Answer<T>(T answer, int status = StatusCodes.Status200OK) => Results.Json(answer, NativeJson.Options, statusCode: status);

    private sealed record DeliveriesAnswer(IReadOnlyList<DeliveryAnswer> Deliveries, string? Next);
}

/// <summary>A delivery as it is answered.</summary>
/// <param name="Id">Of this event to this receiver.</param>
/// <param name="EventId">As sent in <c>webhook-id</c>.</param>
/// <param name="Type">The event.</param>
/// <param name="Subscription">Null when nobody subscribed: see <paramref name="Target"/>.</param>
/// <param name="Target">subscription, job or service.</param>
/// <param name="VideoId">The job; null for a test.</param>
/// <param name="Url">Where it goes.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="NextAttemptAt">Null when it is over.</param>
/// <param name="Attempts">The latest ones.</param>
/// <param name="Payload">What is sent.</param>
/// <param name="CreatedAt">When the event happened.</param>
public sealed record DeliveryAnswer(
    string Id,
    string EventId,
    string Type,
    string? Subscription,
    string Target,
    string? VideoId,
    string Url,
    DeliveryStatus Status,
    DateTimeOffset? NextAttemptAt,
    IReadOnlyList<AttemptAnswer> Attempts,
    JsonElement Payload,
    DateTimeOffset CreatedAt)
{
    public static DeliveryAnswer Of(Delivery delivery)
    {
        var isSubscribed = delivery.Target is not (DeliveryTarget.Job or DeliveryTarget.Service);
        return new(
            delivery.Id,
            delivery.EventId,
            delivery.Type,
            isSubscribed ? delivery.Target : null,
            isSubscribed ? "subscription" : delivery.Target,
            delivery.JobId,
            delivery.Url,
            delivery.Status,
            delivery.NextAt,
            [.. delivery.Attempts.Select(done => new AttemptAnswer(done.Number, done.At, done.Status, done.LatencyMs, done.Response, done.Trouble))],
            JsonElement.Parse(delivery.Body),
            delivery.CreatedAt);
    }
}

/// <summary>One time it was sent.</summary>
public sealed record AttemptAnswer(int Number, DateTimeOffset At, int? Status, int LatencyMs, string? Response, string? Trouble);
