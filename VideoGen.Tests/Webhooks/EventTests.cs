using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using VideoGen.Functions.Signatures;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Webhooks;

/// <summary>Which events are sent, to whom, and what they say.</summary>
public sealed class EventTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private DateTimeOffset _started;

    public async ValueTask InitializeAsync() =>
        _started = (_app = await TestApp.StartAsync("ALLOW_PRIVATE_URLS=true", "PUBLIC_URL=https://video.example.com/")).Time.GetUtcNow();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_subscriber_is_told_of_a_job_from_its_start_to_its_end()
    {
        await using var subscriber = await Subscriber.StartAsync(_app);
        var id = await _app.AOneStepJobAsync();
        await _app.JobWhenOverAsync(id);
        await _app.SettleAsync();

        Assert.Equal("video.started", subscriber.Types.First());
        Assert.Equal("video.completed", subscriber.Types.Last());
        Assert.Contains("video.progress", subscriber.Types);
        Assert.All(subscriber.Received, message => Assert.Equal(SignatureCheck.Valid, Subscriber.Verify(message, subscriber.Secret)));
        Assert.Equal(subscriber.Received.Count, subscriber.Received.Select(message => message.Headers["webhook-id"]).Distinct().Count());
    }

    [Fact]
    public async Task The_end_says_where_the_video_is_and_no_more_than_is_needed()
    {
        await using var subscriber = await Subscriber.StartAsync(_app, "video.completed");
        var job = await _app.JobWhenOverAsync(await _app.AOneStepJobAsync());
        await _app.SettleAsync();

        var message = Assert.Single(subscriber.Received);
        var body = JsonNode.Parse(message.Body)!;
        Assert.Equal(["type", "timestamp", "data"], body.AsObject().Select(field => field.Key));
        Assert.Equal((DateTimeOffset)job["completedAt"]!, (DateTimeOffset)body["timestamp"]!);
        Assert.EndsWith("Z", (string?)body["timestamp"], StringComparison.Ordinal);
        var data = body["data"]!;
        Assert.Equal(((string?)job["id"], "completed", 100), ((string?)data["id"], (string?)data["status"], (int)data["progress"]!));
        Assert.Equal($"https://video.example.com/api/videos/{job["id"]}/content", (string?)data["videos"]![0]!["contentUrl"]);
        Assert.Equal((string?)job["videos"]![0]!["sha256"], (string?)data["videos"]![0]!["sha256"]);
        Assert.Equal("application/json", message.Headers["Content-Type"]);
        Assert.True(Encoding.UTF8.GetByteCount(message.Body) < 20_000);
    }

    [Fact]
    public async Task Progress_is_told_at_most_every_five_seconds()
    {
        await using var subscriber = await Subscriber.StartAsync(_app, "video.progress");
        var prompt = $"Cats [sim: RUNNING 0.1, RUNNING 0.2*{60 / 5}, RUNNING 0.4, RUNNING 0.6, RUNNING 0.8, SUCCEEDED]";
        await _app.JobWhenOverAsync(await _app.AJobAsync(new { prompt, model = "gen4.5", count = 4 }));
        await _app.SettleAsync();

        var times = subscriber.Received.Select(message => DateTimeOffset.Parse((string)JsonNode.Parse(message.Body)!["timestamp"]!, null)).ToList();
        Assert.True(times.Count > 1);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task Where_nobody_follows_progress_it_is_not_told()
    {
        await using var subscriber = await Subscriber.StartAsync(_app, "video.completed", "video.failed");
        await _app.JobWhenOverAsync(await _app.AOneStepJobAsync());

        Assert.Equal(["video.completed"], (await subscriber.DeliveriesAsync()).Select(delivery => (string)delivery!["type"]!));
    }

    [Fact]
    public async Task A_failed_job_says_why()
    {
        await using var subscriber = await Subscriber.StartAsync(_app, "video.failed", "video.completed");
        await _app.JobWhenOverAsync(await _app.AJobAsync(new { prompt = "A cat [sim: FAILED SAFETY.INPUT.TEXT]", model = "gen4.5" }));
        await _app.SettleAsync();

        var data = JsonNode.Parse(Assert.Single(subscriber.Received).Body)!["data"]!;
        Assert.Equal(("failed", "CONTENT_REJECTED"), ((string?)data["status"], (string?)data["error"]!["code"]));
    }

    [Fact]
    public async Task A_canceled_job_says_so()
    {
        await using var subscriber = await Subscriber.StartAsync(_app, "video.canceled");
        var id = await _app.AJobWaitingForRunwayAsync();
        await _app.PostAsync($"/api/videos/{id}/cancel");
        await _app.JobWhenOverAsync(id);
        await _app.SettleAsync();

        Assert.Equal(["video.canceled"], subscriber.Types);
    }

    [Fact]
    public async Task A_job_that_was_ended_from_outside_is_told_when_that_is_seen()
    {
        await using var subscriber = await Subscriber.StartAsync(_app, "video.canceled");
        var id = await _app.AJobWaitingForRunwayAsync();
        await _app.PostAsync($"/runtime/webhooks/durabletask/instances/{id}/terminate?reason=enough");
        await _app.JobWhenOverAsync(id);
        await _app.SettleAsync();

        Assert.Equal(["video.canceled"], subscriber.Types);
    }

    [Fact]
    public async Task The_address_given_with_a_job_is_told_of_that_job_alone()
    {
        await using var receiver = await Receiver.StartAsync(_app.Time);
        var id = await _app.AJobAsync(new { prompt = "A cat", model = "gen4.5", webhookUrl = $"{receiver.Url}/mine" });
        await _app.AOneStepJobAsync();
        var job = await _app.JobWhenOverAsync(id);
        await _app.SettleAsync();

        Assert.All(receiver.Received, message => Assert.Equal(("/mine", id), (message.Path, (string?)JsonNode.Parse(message.Body)!["data"]!["id"])));
        Assert.Equal("video.completed", Subscriber.TypeOf(receiver.Received[^1]));
        Assert.DoesNotContain(receiver.Received, message => message.Headers.ContainsKey("webhook-signature"));
        Assert.DoesNotContain(job["adapted"]!.AsArray(), note => (string?)note!["field"] == "webhookUrl");
    }

    [Fact]
    public async Task A_receiver_that_hangs_holds_up_no_job()
    {
        await using var subscriber = await Subscriber.StartAsync(_app);
        subscriber.Receiver.Answer = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted);

        var id = await _app.AJobAsync(new { prompt = "A cat", simulation = "always" });

        await Eventually.IsTrueAsync(async () => (string?)(await _app.JobAsync(id))["status"] == "completed");
        Assert.Equal(_started, _app.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_test_event_arrives_and_is_not_repeated_when_it_does_not()
    {
        await using var subscriber = await Subscriber.StartAsync(_app, "video.completed");
        subscriber.Receiver.Always(500);

        var reply = await _app.PostAsync($"/api/webhooks/subscriptions/{subscriber.Id}/test");
        await _app.SettleAsync();

        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        Assert.Equal(["webhook.test"], subscriber.Types);
        var delivery = await subscriber.OnlyDeliveryAsync();
        Assert.Equal(("failed", null), ((string?)delivery["status"], (string?)delivery["nextAttemptAt"]));
    }
}
