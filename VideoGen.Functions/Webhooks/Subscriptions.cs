using Microsoft.DurableTask.Client;
using VideoGen.Domain;
using VideoGen.Functions.Net;
using VideoGen.Functions.Signatures;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Webhooks;

/// <summary>What a user may do with subscriptions. Another's subscription is one that does not exist.</summary>
public sealed class Subscriptions(SubscriptionStore store, SecretBox secrets, EventPublisher events, UrlGuard guard, TimeProvider clock)
{
    /// <summary>Hours for which the secret before still signs, unless a rotation says otherwise.</summary>
    public const int UsualOverlapHours = 24;

    private const int LongestOverlapHours = 168;
    private const int Most = 50;
    private const int LongestDescription = 500;

    /// <summary>The only time the secret is told, but for a rotation.</summary>
    public async Task<(Subscription Subscription, WebhookSecret Secret)> CreateAsync(string user, SubscriptionRequest request, CancellationToken ct)
    {
        if (request.Url is null) throw Errors.InvalidRequest("url", "is required.");

        Refuse(request);
        if ((await store.ListAsync(user, ct)).Count >= Most) throw Errors.Conflict($"There are {Most} subscriptions already, which is the most there can be.");

        var (id, now, secret) = ($"sub_{Guid.CreateVersion7(clock.GetUtcNow()):N}", clock.GetUtcNow(), WebhookSecret.Create());
        var subscription = new Subscription
        {
            Id = id,
            User = user,
            Url = request.Url!,
            Events = request.Events ?? VideoEvents.All,
            Description = request.Description,
            Secret = secrets.Keep(secret, id),
            CreatedAt = now,
            UpdatedAt = now,
        };
        await store.AddAsync(subscription, ct);
        return (subscription, secret);
    }

    public Task<IReadOnlyList<Subscription>> ListAsync(string user, CancellationToken ct) => store.ListAsync(user, ct);

    public async Task<Subscription> FindAsync(string user, string id, CancellationToken ct) => Known(IsId(id) ? await store.FindAsync(user, id, ct) : null);

    /// <summary>Changes what the request names. One that is enabled again starts with a clean record.</summary>
    public async Task<Subscription> ChangeAsync(string user, string id, SubscriptionRequest request, CancellationToken ct)
    {
        Refuse(request);
        var now = clock.GetUtcNow();
        return await ChangeAsync(user, id, found => Apply(found, request, now), ct);
    }

    /// <summary>Makes a new secret. The one before signs too for a while, so that the receiver can change over.</summary>
    public async Task<(Subscription Subscription, WebhookSecret Secret)> RotateAsync(string user, string id, int? overlapHours, CancellationToken ct)
    {
        if (overlapHours is < 0 or > LongestOverlapHours) throw Errors.InvalidRequest("overlapHours", $"must be from 0 to {LongestOverlapHours}.");

        var (now, secret) = (clock.GetUtcNow(), WebhookSecret.Create());
        var rotated = await ChangeAsync(
            user,
            id,
            found => found with
            {
                Secret = secrets.Keep(secret, id),
                OldSecret = found.Secret,
                OldSecretUntil = now.AddHours(overlapHours ?? UsualOverlapHours),
                UpdatedAt = now,
            },
            ct);
        return (rotated, secret);
    }

    public async Task DeleteAsync(string user, string id, CancellationToken ct)
    {
        if (!IsId(id) || !await store.DeleteAsync(user, id, ct)) throw NotFound();
    }

    /// <summary>Sends something, once, to see whether it arrives.</summary>
    public async Task<Delivery> TestAsync(string user, string id, DurableTaskClient client, CancellationToken ct) =>
        await events.PublishTestAsync(Enabled(await FindAsync(user, id, ct)), client, ct);

    /// <exception cref="ProblemException">Nothing is sent to one that is disabled.</exception>
    public static Subscription Enabled(Subscription subscription) =>
        subscription.DisabledAt is null ? subscription : throw Errors.Conflict("The subscription is disabled; enable it first.");

    private static Subscription Apply(Subscription found, SubscriptionRequest request, DateTimeOffset now)
    {
        var changed = found with
        {
            Url = request.Url ?? found.Url,
            Events = request.Events ?? found.Events,
            Description = request.Description ?? found.Description,
            UpdatedAt = now,
        };
        return request.IsEnabled switch
        {
            true => changed with { DisabledAt = null, DisabledReason = null, FailingSince = null },
            false => changed with { DisabledAt = found.DisabledAt ?? now, DisabledReason = found.DisabledReason ?? "Disabled on request." },
            null => changed,
        };
    }

    private async Task<Subscription> ChangeAsync(string user, string id, Func<Subscription, Subscription> change, CancellationToken ct) =>
        Known(IsId(id) ? await store.ChangeAsync(user, id, change, ct) : null);

    private void Refuse(SubscriptionRequest request)
    {
        var faults = new List<FieldError>();
        if (request.Url is { } url && guard.CheckUrl(url) is { } why)
        {
            faults.Add(new("url", why));
        }

        if (request.Events is { } wanted && (wanted.Count == 0 || wanted.Except(VideoEvents.All).Any()))
        {
            faults.Add(new("events", $"must be one or more of {string.Join(", ", VideoEvents.All)}."));
        }

        if (request.Description?.Length > LongestDescription)
        {
            faults.Add(new("description", $"must have at most {LongestDescription} characters."));
        }

        if (faults.Count > 0) throw Errors.InvalidRequest(faults);
    }

    // It becomes a row's key.
    private static bool IsId(string id) => id.Length <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static Subscription Known(Subscription? subscription) => subscription ?? throw NotFound();

    private static ProblemException NotFound() => Errors.NotFound("There is no such subscription.");
}

/// <summary>What a subscription shall be; null where nothing is said.</summary>
public sealed record SubscriptionRequest(string? Url, IReadOnlyList<string>? Events, string? Description, bool? IsEnabled = null);
