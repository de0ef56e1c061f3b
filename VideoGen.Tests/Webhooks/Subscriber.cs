using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using VideoGen.Functions.Signatures;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Webhooks;

/// <summary>A subscription and the server behind it.</summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private readonly TestApp _app;

    private Subscriber(TestApp app, Receiver receiver, JsonNode subscription)
    {
        (_app, Receiver) = (app, receiver);
        Id = (string)subscription["id"]!;
        Secret = (string)subscription["secret"]!;
    }

    public Receiver Receiver { get; }

    public string Id { get; }

    public string Secret { get; }

    public IReadOnlyList<Received> Received => Receiver.Received;

    public IEnumerable<string> Types => Received.Select(TypeOf);

    public static async Task<Subscriber> StartAsync(TestApp app, params string[] events)
    {
        var receiver = await Receiver.StartAsync(app.Time);
        var reply = await app.PostAsync(
            "/api/webhooks/subscriptions", events.Length == 0 ? new { url = receiver.Url } : new { url = $"{receiver.Url}/hook", events });
        Assert.True(reply.Status == HttpStatusCode.Created, reply.Body);
        return new(app, receiver, reply.Json!);
    }

    public static string TypeOf(Received message) => (string)JsonNode.Parse(message.Body)!["type"]!;

    public async Task<JsonNode> SubscriptionAsync() => (await _app.GetAsync($"/api/webhooks/subscriptions/{Id}")).Json!;

    public async Task<JsonArray> DeliveriesAsync() => (await _app.GetAsync($"/api/webhooks/deliveries?subscription={Id}")).Json!["deliveries"]!.AsArray();

    public async Task<JsonNode> OnlyDeliveryAsync() => Assert.Single(await DeliveriesAsync())!;

    /// <summary>As the receiver would check it, with the secrets it holds.</summary>
    public static SignatureCheck Verify(Received message, params string[] secrets) => StandardWebhooks.Verify(
        [.. secrets.Select(secret => WebhookSecret.Parse(secret)!)],
        message.Headers["webhook-id"],
        message.Headers["webhook-timestamp"],
        message.Headers.GetValueOrDefault("webhook-signature"),
        Encoding.UTF8.GetBytes(message.Body),
        message.At);

    public ValueTask DisposeAsync() => Receiver.DisposeAsync();
}
