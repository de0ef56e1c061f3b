using System.Security.Cryptography;
using System.Text;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Settings;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Webhooks;

/// <summary>What the service's own receiver is sent when a job is completed: said by the door that promised it.</summary>
public delegate string CompletionBody(Job job);

/// <summary>Puts an event on its way to everybody who wants to be told.</summary>
/// <remarks>The ids of events, deliveries and their orchestrations follow from the job: what is published twice is delivered once.</remarks>
public sealed class EventPublisher(
    SubscriptionStore subscriptions,
    DeliveryStore deliveries,
    CompletionBody completionBody,
    IOptions<WebhookOptions> options,
    IOptions<PublicOptions> address,
    TimeProvider clock)
{
    /// <summary>Whether anybody may want to be told of this user's jobs, besides a receiver that a job names itself.</summary>
    public async Task<bool> HasReceiversAsync(string user, CancellationToken ct) =>
        !string.IsNullOrEmpty(options.Value.VideoUrl) || (await subscriptions.ListAsync(user, ct)).Any(subscription => subscription.DisabledAt is null);

    /// <summary>Tells how a job ended; nothing while it has not.</summary>
    public async Task PublishEndAsync(Job job, DurableTaskClient client, CancellationToken ct)
    {
        if (VideoEvents.EndOf(job) is not { } type) return;

        var (id, at) = ($"msg_{job.Id}_{NameOf(type)}", job.CompletedAt ?? job.UpdatedAt);
        await PublishAsync(job, type, id, at, client, ct);
        if (type == VideoEvents.Completed && !string.IsNullOrEmpty(options.Value.VideoUrl))
        {
            // A body of its own, and so an id of its own.
            await SendAsync(
                New(job, DeliveryTarget.Service, options.Value.VideoUrl, type, $"{id}_service", at, completionBody(job)), client, ct);
        }
    }

    /// <summary>Tells how a job goes on, and answers whether somebody wants to know how it goes on from there.</summary>
    /// <param name="job">As it is.</param>
    /// <param name="type">Which event it is.</param>
    /// <param name="number">Tells events of one job and type apart.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="client">Starts the deliveries.</param>
    /// <param name="ct">Cancels.</param>
    public Task<bool> PublishAsync(Job job, string type, int number, DateTimeOffset at, DurableTaskClient client, CancellationToken ct) =>
        PublishAsync(job, type, number == 0 ? $"msg_{job.Id}_{NameOf(type)}" : $"msg_{job.Id}_{NameOf(type)}_{number}", at, client, ct);

    /// <summary>Sends something to one subscriber, once.</summary>
    public async Task<Delivery> PublishTestAsync(Subscription to, DurableTaskClient client, CancellationToken ct)
    {
        var (now, id) = (clock.GetUtcNow(), $"msg_test_{Guid.NewGuid():N}");
        var delivery = new Delivery
        {
            Id = DeliveryId(now, id, to.Id),
            User = to.User,
            Target = to.Id,
            Url = to.Url,
            EventId = id,
            Type = VideoEvents.Test,
            Body = VideoEvents.Write(VideoEvents.Test, now, new TestData(to.Id, "This is a test.")),
            NextAt = now,
            CreatedAt = now,
        };
        await SendAsync(delivery, client, ct);
        return delivery;
    }

    private async Task<bool> PublishAsync(Job job, string type, string id, DateTimeOffset at, DurableTaskClient client, CancellationToken ct)
    {
        var all = await subscriptions.ListAsync(job.User, ct);
        var wanting = all.Where(subscription => subscription.DisabledAt is null && subscription.Events.Contains(type)).ToList();
        if (wanting.Count > 0 || job.Request.WebhookUrl is not null)
        {
            var body = VideoEvents.Write(type, at, VideoEvents.Of(job, address.Value.Origin));
            foreach (var subscription in wanting)
            {
                await SendAsync(New(job, subscription.Id, subscription.Url, type, id, at, body), client, ct);
            }

            if (job.Request.WebhookUrl is { } url)
            {
                await SendAsync(New(job, DeliveryTarget.Job, url, type, id, at, body), client, ct);
            }
        }

        return job.Request.WebhookUrl is not null
            || all.Any(subscription => subscription.DisabledAt is null && subscription.Events.Contains(VideoEvents.Progress));
    }

    private async Task SendAsync(Delivery delivery, DurableTaskClient client, CancellationToken ct)
    {
        await deliveries.AddAsync(delivery, ct);
        await client.StartDeliveryAsync(delivery, ct);
    }

    private static Delivery New(Job job, string target, string url, string type, string eventId, DateTimeOffset at, string body) => new()
    {
        Id = DeliveryId(at, eventId, target),
        User = job.User,
        Target = target,
        Url = url,
        EventId = eventId,
        Type = type,
        JobId = job.Id.Value,
        Body = body,
        NextAt = at,
        CreatedAt = at,
    };

    // Later ones sort first.
    private static string DeliveryId(DateTimeOffset at, string eventId, string target) =>
        $"dlv_{DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks:x16}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{eventId} {target}")).AsSpan(0, 8))}";

    // video.completed -> completed: an id holds no full stop.
    private static string NameOf(string type) => type[(type.IndexOf('.') + 1)..];

    private sealed record TestData(string SubscriptionId, string Message);
}
