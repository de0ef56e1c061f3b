using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using VideoGen.Functions.Net;
using VideoGen.Functions.Signatures;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Webhooks;

/// <summary>Sends one signed message, as Standard Webhooks says, and never throws for what the receiver does.</summary>
public sealed class DeliverySender(
    GuardedHttp http,
    NameResolver resolve,
    SecretBox secrets,
    IOptions<WebhookOptions> options,
    TimeProvider clock) : IDisposable
{
    /// <summary>For the whole of it, however slowly the answer comes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const int MostOfAnswer = 1024;

    // The address in the settings is the operator's own, and may well lie in a private network.
    private readonly GuardedHttp _trusted = new(new UrlGuard(Options.Create(new NetOptions { AllowPrivateUrls = true }), resolve), clock);

    public async Task<SentWebhook> SendAsync(Delivery delivery, Subscription? to, CancellationToken ct)
    {
        var at = clock.GetUtcNow();
        var started = clock.GetTimestamp();
        if (SecretsOf(to) is not { } signing) return new(at, 0, null, null, "The secret cannot be decrypted by WEBHOOK_KEY: rotate it.");

        using var request = BuildRequest(delivery, to?.Url ?? delivery.Url, signing, at);
        using var deadline = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            using var response = await (delivery.Target == DeliveryTarget.Service ? _trusted : http).SendAsync(request, either.Token);
            var text = await ReadAsync(response, either.Token);
            return new(at, Elapsed(), (int)response.StatusCode, text, TroubleOf(response)) { RetryAfter = RetryAfter(response) };
        }
        catch (Exception e) when (RefusedUrlException.WhyIn(e) is { } why)
        {
            return new(at, Elapsed(), null, null, $"The address {why}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new(at, Elapsed(), null, null, $"No answer ({(e as HttpRequestException)?.HttpRequestError ?? HttpRequestError.ResponseEnded}).");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(at, Elapsed(), null, null, "No answer in time.");
        }

        int Elapsed() => (int)clock.GetElapsedTime(started).TotalMilliseconds;
    }

    public void Dispose() => _trusted.Dispose();

    // Null when they are there and cannot be read.
    private IReadOnlyList<WebhookSecret>? SecretsOf(Subscription? subscription)
    {
        if (subscription is null) return WebhookSecret.Parse(options.Value.Secret) is { } own ? [own] : [];
        if (secrets.Open(subscription.Secret, subscription.Id) is not { } current) return null;

        return subscription.OldSecret is { } old && subscription.OldSecretUntil > clock.GetUtcNow() && secrets.Open(old, subscription.Id) is { } before
            ? [current, before]
            : [current];
    }

    private static HttpRequestMessage BuildRequest(Delivery delivery, string url, IReadOnlyList<WebhookSecret> signing, DateTimeOffset at)
    {
        var body = Encoding.UTF8.GetBytes(delivery.Body);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var timestamp = at.ToUnixTimeSeconds();
        request.Headers.Add(StandardWebhooks.IdHeader, delivery.EventId);
        request.Headers.Add(StandardWebhooks.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        if (signing.Count > 0)
        {
            request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(signing, delivery.EventId, timestamp, body));
        }

        return request;
    }

    // The rest stays unread: the connection is closed instead.
    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var buffer = new byte[MostOfAnswer];
        await using var content = await response.Content.ReadAsStreamAsync(ct);
        var length = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return string.Concat(Encoding.UTF8.GetString(buffer, 0, length).Select(Plain));
    }

    // What JSON would write as six characters is not worth them.
    private static char Plain(char c) => c is '\n' or '\t' || !(char.IsControl(c) || char.IsSurrogate(c)) ? c : '.';

    private static string? TroubleOf(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => "A redirect is not followed.",
        410 => "The receiver is gone.",
        _ => "The receiver refused it.",
    };

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => null,
    };
}

/// <summary>What came of sending a message.</summary>
public sealed record SentWebhook(DateTimeOffset At, int LatencyMs, int? Status, string? Response, string? Trouble)
{
    public TimeSpan? RetryAfter { get; init; }

    public bool IsDelivered => Status is >= 200 and < 300;

    /// <summary>It is too much for the receiver just now, not this message but all of them.</summary>
    public bool IsOverloaded => Status is 429 or 502 or 504;

    public bool IsGone => Status == (int)HttpStatusCode.Gone;
}
