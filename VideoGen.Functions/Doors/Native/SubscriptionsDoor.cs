using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VideoGen.Domain;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Signatures;
using VideoGen.Functions.Stores;
using VideoGen.Functions.Webhooks;

namespace VideoGen.Functions.Doors.Native;

/// <summary>The native API's subscriptions: who is told of what, by which secret.</summary>
public sealed class SubscriptionsDoor(Callers callers, Subscriptions subscriptions, Deliveries deliveries)
{
    [Function("CreateSubscription")]
    public async Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/subscriptions")] HttpRequest request, CancellationToken ct)
    {
        var user = await UserAsync(request, ct);
        var fields = await request.ReadFieldsAsync(ct);
        var asked = new SubscriptionRequest(fields.Text("url"), fields.Has("events") ? [.. fields.Texts("events").Distinct()] : null, fields.Text("description"));
        fields.End();
        var (subscription, secret) = await subscriptions.CreateAsync(user, asked, ct);
        request.HttpContext.Response.Headers.Location = $"{request.Scheme}://{request.Host}/api/webhooks/subscriptions/{subscription.Id}";
        return Answer(SubscriptionAnswer.Of(subscription, secret), StatusCodes.Status201Created);
    }

    [Function("ListSubscriptions")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/webhooks/subscriptions")] HttpRequest request, CancellationToken ct) =>
        Answer(new SubscriptionsAnswer([.. (await subscriptions.ListAsync(await UserAsync(request, ct), ct)).Select(found => SubscriptionAnswer.Of(found))]));

    [Function("GetSubscription")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/webhooks/subscriptions/{id}")] HttpRequest request, string id, CancellationToken ct) =>
        Answer(SubscriptionAnswer.Of(await subscriptions.FindAsync(await UserAsync(request, ct), id, ct)));

    [Function("ChangeSubscription")]
    public async Task<IResult> Change(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/webhooks/subscriptions/{id}")] HttpRequest request, string id, CancellationToken ct)
    {
        var user = await UserAsync(request, ct);
        var fields = await request.ReadFieldsAsync(ct);
        var asked = new SubscriptionRequest(
            fields.Text("url"),
            fields.Has("events") ? [.. fields.Texts("events").Distinct()] : null,
            fields.Text("description"),
            fields.Has("enabled") ? fields.Flag("enabled") : null);
        fields.End();
        return Answer(SubscriptionAnswer.Of(await subscriptions.ChangeAsync(user, id, asked, ct)));
    }

    [Function("DeleteSubscription")]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/webhooks/subscriptions/{id}")] HttpRequest request, string id, CancellationToken ct)
    {
        var user = await UserAsync(request, ct);
        await subscriptions.DeleteAsync(user, id, ct);
        return Results.NoContent();
    }

    [Function("RotateSecret")]
    public async Task<IResult> Rotate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/subscriptions/{id}/rotate")] HttpRequest request, string id, CancellationToken ct)
    {
        var user = await UserAsync(request, ct);
        var fields = await request.ReadFieldsOrNoneAsync(ct);
        var overlapHours = fields.Whole("overlapHours");
        fields.End();
        var (subscription, secret) = await subscriptions.RotateAsync(user, id, overlapHours, ct);
        return Answer(SubscriptionAnswer.Of(subscription, secret));
    }

    [Function("TestSubscription")]
    public async Task<IResult> Test(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/subscriptions/{id}/test")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct) =>
        Answer(DeliveryAnswer.Of(await subscriptions.TestAsync(await UserAsync(request, ct), id, client, ct)), StatusCodes.Status202Accepted);

    [Function("RedeliverSince")]
    public async Task<IResult> Redeliver(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/subscriptions/{id}/redeliver")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var user = await UserAsync(request, ct);
        var fields = await request.ReadFieldsAsync(ct);
        var (since, failedOnly) = (fields.Text("since"), fields.Flag("failedOnly"));
        fields.End();
        var (count, more) = await deliveries.RedeliverSinceAsync(user, id, ReadTime("since", since), failedOnly, client, ct);
        return Answer(new RedeliverAnswer(count, more), StatusCodes.Status202Accepted);
    }

    internal static DateTimeOffset ReadTime(string field, string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time.Year > 2000
            ? time
            : throw Errors.InvalidRequest(field, "must be a time in ISO 8601, as 2026-11-21T12:00:00Z.");

    private async ValueTask<string> UserAsync(HttpRequest request, CancellationToken ct) => (await callers.OfAsync(request, ct)).User;

    private static IResult Answer<T>(T answer, int status = StatusCodes.Status200OK) => Results.Json(answer, NativeJson.Options, statusCode: status);

    private sealed record SubscriptionsAnswer(IReadOnlyList<SubscriptionAnswer> Subscriptions);

    private sealed record RedeliverAnswer(int Count, bool More);
}

/// <summary>A subscription as it is answered; the secret only when it is new.</summary>
public sealed record SubscriptionAnswer(
    string Id,
    string Url,
    IReadOnlyList<string> Events,
    string? Description,
    bool Enabled,
    DateTimeOffset? DisabledAt,
    string? DisabledReason,
    DateTimeOffset? FailingSince,
    DateTimeOffset? OldSecretUntil,
    string? Secret,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static SubscriptionAnswer Of(Subscription subscription, WebhookSecret? secret = null) => new(
        subscription.Id,
        subscription.Url,
        subscription.Events,
        subscription.Description,
        subscription.DisabledAt is null,
        subscription.DisabledAt,
        subscription.DisabledReason,
        subscription.FailingSince,
        subscription.OldSecretUntil,
        secret?.Reveal(),
        subscription.CreatedAt,
        subscription.UpdatedAt);
}
