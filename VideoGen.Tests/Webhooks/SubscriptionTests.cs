using System.Net;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Functions.Signatures;
using VideoGen.Functions.Stores;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Webhooks;

/// <summary>Subscriptions: what may be said of them, and what becomes of their secrets.</summary>
public sealed class SubscriptionTests : IAsyncLifetime
{
    private const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Path = "/api/webhooks/subscriptions";

    private TestApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync("ALLOW_PRIVATE_URLS=true", $"WEBHOOK_KEY={Key}", "WEBHOOK_LOG_DAYS=1");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_secret_is_told_once_and_lies_nowhere_in_the_open()
    {
        await using var subscriber = await Subscriber.StartAsync(_app);
        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", subscriber.Secret);
        await _app.PostAsync($"{Path}/{subscriber.Id}/test");
        await _app.SettleAsync();

        var listed = await _app.GetAsync(Path);
        var kept = await TableTextAsync("subscriptions") + await TableTextAsync("deliveries");
        var instances = (await _app.GetAsync("/runtime/webhooks/durabletask/instances?showInput=true")).Body;

        Assert.Null((string?)(await subscriber.SubscriptionAsync())["secret"]);
        Assert.All([listed.Body, kept, instances, .. _app.Logs.Lines], text => Assert.DoesNotContain(subscriber.Secret["whsec_".Length..], text, StringComparison.Ordinal));
        Assert.Equal(SignatureCheck.Valid, Subscriber.Verify(Assert.Single(subscriber.Received), subscriber.Secret));
    }

    [Fact]
    public async Task While_one_secret_replaces_another_both_sign()
    {
        await using var subscriber = await Subscriber.StartAsync(_app);
        var rotated = (await _app.PostAsync($"{Path}/{subscriber.Id}/rotate", new { overlapHours = 1 })).Json!;
        var secret = (string)rotated["secret"]!;

        await TestAsync(subscriber);
        _app.Time.Advance(TimeSpan.FromHours(2));
        await TestAsync(subscriber);

        Assert.NotEqual(subscriber.Secret, secret);
        Assert.Equal(_app.Time.GetUtcNow() - TimeSpan.FromHours(1), (DateTimeOffset)rotated["oldSecretUntil"]!);
        Assert.All(subscriber.Received, message => Assert.Equal(SignatureCheck.Valid, Subscriber.Verify(message, secret)));
        Assert.Equal(
            [SignatureCheck.Valid, SignatureCheck.Wrong], subscriber.Received.Select(message => Subscriber.Verify(message, subscriber.Secret)));
    }

    [Fact]
    public async Task A_secret_that_is_out_can_be_replaced_at_once()
    {
        await using var subscriber = await Subscriber.StartAsync(_app);
        var usual = await _app.PostAsync($"{Path}/{subscriber.Id}/rotate");
        Assert.Equal(_app.Time.GetUtcNow().AddHours(24), (DateTimeOffset)usual.Json!["oldSecretUntil"]!);
        await _app.PostAsync($"{Path}/{subscriber.Id}/rotate", new { overlapHours = 0 });

        await TestAsync(subscriber);

        Assert.Equal(SignatureCheck.Wrong, Subscriber.Verify(Assert.Single(subscriber.Received), subscriber.Secret));
    }

    [Fact]
    public async Task A_subscription_is_made_looked_at_changed_and_removed()
    {
        var made = await _app.PostAsync(Path, new { url = "http://127.0.0.1:9/a", events = new[] { "video.completed" }, description = "Mine" });
        var id = (string)made.Json!["id"]!;
        Assert.EndsWith($"{Path}/{id}", made.Response.Headers.Location!.ToString(), StringComparison.Ordinal);

        var changed = await _app.SendAsync(HttpMethod.Patch, $"{Path}/{id}", new { url = "http://127.0.0.1:9/b", enabled = false });
        Assert.Equal(
            ("http://127.0.0.1:9/b", "Mine", false, "Disabled on request."),
            ((string?)changed.Json!["url"], (string?)changed.Json["description"], (bool)changed.Json["enabled"]!, (string?)changed.Json["disabledReason"]));
        Assert.Equal(HttpStatusCode.Conflict, (await _app.PostAsync($"{Path}/{id}/test")).Status);

        Assert.Equal(id, (string?)Assert.Single((await _app.GetAsync(Path)).Json!["subscriptions"]!.AsArray())!["id"]);
        Assert.Equal(HttpStatusCode.NoContent, (await _app.SendAsync(HttpMethod.Delete, $"{Path}/{id}")).Status);
        foreach (var gone in new[] { await _app.GetAsync($"{Path}/{id}"), await _app.SendAsync(HttpMethod.Delete, $"{Path}/{id}"), await _app.PostAsync($"{Path}/{id}/rotate") })
        {
            Assert.Equal((HttpStatusCode.NotFound, "NOT_FOUND"), (gone.Status, (string?)gone.Json!["code"]));
        }
    }

    [Theory]
    [InlineData("url", """{}""")]
    [InlineData("url", """{"url":"http://169.254.169.254/latest"}""")]
    [InlineData("url", """{"url":"http://user:pass@127.0.0.1/"}""")]
    [InlineData("events", """{"url":"http://127.0.0.1:9/","events":["video.exploded"]}""")]
    [InlineData("events", """{"url":"http://127.0.0.1:9/","events":[]}""")]
    [InlineData("secret", """{"url":"http://127.0.0.1:9/","secret":"whsec_mine"}""")]
    public async Task What_is_wrong_with_a_subscription_is_named(string field, string body)
    {
        var reply = await _app.PostAsync(Path, body);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.NotNull(reply.Json!["errors"]![field]);
    }

    [Fact]
    public async Task A_delivery_can_be_looked_at_and_sent_again_under_its_id()
    {
        await using var subscriber = await Subscriber.StartAsync(_app, "video.completed");
        await AJobThatCompletesAsync();
        var delivery = await subscriber.OnlyDeliveryAsync();
        Assert.Equal(("delivered", "video.completed", 200), ((string?)delivery["status"], (string?)delivery["type"], (int)delivery["attempts"]![0]!["status"]!));
        Assert.Equal("video.completed", (string?)delivery["payload"]!["type"]);

        Assert.Equal(HttpStatusCode.Accepted, (await _app.PostAsync($"/api/webhooks/deliveries/{delivery["id"]}/redeliver")).Status);
        await _app.SettleAsync();

        Assert.Equal(2, subscriber.Received.Count);
        Assert.Equal(subscriber.Received[0].Headers["webhook-id"], subscriber.Received[1].Headers["webhook-id"]);
        Assert.Equal(2, (await subscriber.OnlyDeliveryAsync())["attempts"]!.AsArray().Count);
    }

    [Fact]
    public async Task What_was_sent_since_a_time_can_be_sent_again_or_only_what_never_arrived()
    {
        await using var subscriber = await Subscriber.StartAsync(_app, "video.completed");
        await AJobThatCompletesAsync();
        _app.Time.Advance(TimeSpan.FromHours(1));
        var since = _app.Time.GetUtcNow();
        await AJobThatCompletesAsync();
        subscriber.Receiver.Always(410);
        await AJobThatCompletesAsync();
        subscriber.Receiver.Always(200);
        await _app.SendAsync(HttpMethod.Patch, $"{Path}/{subscriber.Id}", new { enabled = true });

        var failed = await _app.PostAsync($"{Path}/{subscriber.Id}/redeliver", new { since, failedOnly = true });
        await _app.SettleAsync();
        var all = await _app.PostAsync($"{Path}/{subscriber.Id}/redeliver", new { since });
        await _app.SettleAsync();

        Assert.Equal((1, 2), ((int)failed.Json!["count"]!, (int)all.Json!["count"]!));
        Assert.Equal(6, subscriber.Received.Count);
        Assert.All(await subscriber.DeliveriesAsync(), delivery => Assert.Equal("delivered", (string?)delivery!["status"]));
        Assert.Equal(HttpStatusCode.BadRequest, (await _app.PostAsync($"{Path}/{subscriber.Id}/redeliver", new { since = "yesterday" })).Status);
    }

    [Fact]
    public async Task The_log_is_read_page_by_page_and_by_what_is_looked_for()
    {
        await using var subscriber = await Subscriber.StartAsync(_app);
        for (var n = 0; n < 3; n++)
        {
            await TestAsync(subscriber);
        }

        var first = await _app.GetAsync("/api/webhooks/deliveries?limit=2&type=webhook.test");
        var second = await _app.GetAsync($"/api/webhooks/deliveries?limit=2&after={first.Json!["next"]}");

        Assert.Equal((2, 1, null), (first.Json["deliveries"]!.AsArray().Count, second.Json!["deliveries"]!.AsArray().Count, (string?)second.Json["next"]));
        Assert.Contains("rel=\"next\"", first.Response.Headers.GetValues("Link").Single(), StringComparison.Ordinal);
        Assert.Empty((await _app.GetAsync("/api/webhooks/deliveries?status=failed")).Json!["deliveries"]!.AsArray());
        Assert.Equal(HttpStatusCode.BadRequest, (await _app.GetAsync("/api/webhooks/deliveries?colour=red")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync("/api/webhooks/deliveries/dlv_0")).Status);
    }

    [Fact]
    public async Task Old_deliveries_are_forgotten()
    {
        await using var subscriber = await Subscriber.StartAsync(_app);
        await TestAsync(subscriber);

        _app.Time.Advance(TimeSpan.FromHours(25));
        await _app.PostAsync("/admin/functions/CleanUpWebhooks", new { });

        await Eventually.IsTrueAsync(async () => (await subscriber.DeliveriesAsync()).Count == 0);
    }

    private async Task TestAsync(Subscriber subscriber)
    {
        Assert.Equal(HttpStatusCode.Accepted, (await _app.PostAsync($"{Path}/{subscriber.Id}/test")).Status);
        await _app.SettleAsync();
    }

    private async Task AJobThatCompletesAsync()
    {
        await _app.JobWhenOverAsync(await _app.AJobAsync(new { prompt = "A cat", simulation = "always" }));
        await _app.SettleAsync();
    }

    private async Task<string> TableTextAsync(string table)
    {
        var text = new System.Text.StringBuilder();
        var client = await _app.Services.GetRequiredService<Storage>().Table(table).OpenAsync(Ct);
        await foreach (var row in client.QueryAsync<TableEntity>(cancellationToken: Ct))
        {
            text.AppendJoin('\n', row.Select(property => property.Value));
        }

        return text.ToString();
    }
}
