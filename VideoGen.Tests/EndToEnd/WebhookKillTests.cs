using System.Net.Http.Json;
using System.Text.Json.Nodes;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.EndToEnd;

public sealed class WebhookKillTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_between_the_sending_of_a_webhook_and_the_note_of_it_the_app_sends_it_again_under_the_same_id()
    {
        await using var system = await LiveSystem.StartAsync(("ALLOW_PRIVATE_URLS", "true"));
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (context, number) => number == 1 ? Task.Delay(Timeout.Infinite, context.RequestAborted) : Task.CompletedTask;
        var delivery = await StartDeliveryAsync(system, receiver.Url);
        await Eventually.IsTrueAsync(() => receiver.Received.Count == 1, TimeSpan.FromMinutes(1));

        await system.KillAndRestartAsync();

        await Eventually.IsTrueAsync(() => receiver.Received.Count == 2, TimeSpan.FromMinutes(1));
        Assert.Equal(receiver.Received[0].Headers["webhook-id"], receiver.Received[1].Headers["webhook-id"]);
        Assert.Equal(receiver.Received[0].Body, receiver.Received[1].Body);
        await Eventually.IsTrueAsync(async () => (string?)(await ReadAsync(system, delivery))["status"] == "delivered", TimeSpan.FromMinutes(1));
        Assert.Single((await ReadAsync(system, delivery))["attempts"]!.AsArray());
    }

    private static async Task<string> StartDeliveryAsync(LiveSystem system, string url)
    {
        using var http = new HttpClient { BaseAddress = system.App.Address };
        using var subscribed = await http.PostAsJsonAsync("/api/webhooks/subscriptions", new { url, events = new[] { "video.completed" } }, Ct);
        var id = (string)JsonNode.Parse(await subscribed.Content.ReadAsStringAsync(Ct))!["id"]!;
        (await http.PostAsJsonAsync("/api/videos", new { prompt = "A cat", simulation = "always" }, Ct)).EnsureSuccessStatusCode();
        JsonNode? delivery = null;
        await Eventually.IsTrueAsync(
            async () => (delivery = (await http.GetFromJsonAsync<JsonNode>($"/api/webhooks/deliveries?subscription={id}", Ct))!["deliveries"]!.AsArray().FirstOrDefault()) is not null,
            TimeSpan.FromMinutes(1));
        return (string)delivery!["id"]!;
    }

    private static async Task<JsonNode> ReadAsync(LiveSystem system, string delivery)
    {
        using var http = new HttpClient { BaseAddress = system.App.Address };
        return (await http.GetFromJsonAsync<JsonNode>($"/api/webhooks/deliveries/{delivery}", Ct))!;
    }
}
