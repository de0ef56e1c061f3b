using System.Text;
using System.Text.Json.Nodes;
using VideoGen.Functions.Providers;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Providers;

/// <summary>What Kling posts when a task changes, and what is believed of it.</summary>
public sealed class KlingCallbackTests(SharedSimulator shared) : IClassFixture<SharedSimulator>, IAsyncLifetime
{
    private Simulator _sim = null!;
    private Receiver _receiver = null!;

    public async ValueTask InitializeAsync()
    {
        _sim = await shared.ResetAsync();
        _receiver = await Receiver.StartAsync();
    }

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Theory]
    [InlineData(KlingUnderTest.Pair, "task_id", "task_status", "succeed")]
    [InlineData(KlingUnderTest.Single, "id", "status", "succeeded")]
    public async Task Each_state_is_told_once_though_nobody_looks(string key, string id, string status, string last)
    {
        await using var kling = KlingUnderTest.At(_sim, key);
        var task = await kling.SubmitAsync(KlingUnderTest.Film with { CallbackUrl = new(_receiver.Url + "/hook") });
        _sim.Time.Advance(TimeSpan.FromSeconds(60));

        var told = await ReceivedAsync(3);

        Assert.Equal(["submitted", "processing", last], told.Select(callback => (string?)JsonNode.Parse(callback.Body)![status]));
        Assert.All(told, callback => Assert.Equal(task.TaskId, (string?)JsonNode.Parse(callback.Body)![id]));
        Assert.All(told, callback => Assert.DoesNotContain("webhook-signature", callback.Headers.Keys));
        Assert.Equal($"{task.TaskId}:{last}", (await CheckAsync(kling, told[^1])).DeliveryId);
    }

    [Theory]
    [InlineData("failed", "", true)]
    [InlineData("failed", "two", true)]
    [InlineData("failed", "unknown", true)]
    [InlineData("failed", "unsigned", false)]
    [InlineData("failed", "wrong", false)]
    [InlineData("failed", "old", false)]
    public async Task With_a_secret_only_what_is_signed_lately_and_rightly_is_believed(string states, string odd, bool genuine)
    {
        await using var kling = KlingUnderTest.At(_sim, webhookSecret: KlingUnderTest.WebhookSecret);
        await _sim.ControlAsync("kling", new { webhookSecret = KlingUnderTest.WebhookSecret });
        await _sim.ControlAsync("script", new { script = $"{states}; callback={odd}" });
        await kling.SubmitAsync(KlingUnderTest.Film with { CallbackUrl = new(_receiver.Url + "/hook") });

        var check = await CheckAsync(kling, (await ReceivedAsync(1))[0]);

        Assert.Equal(genuine, check.IsGenuine);
        Assert.Equal(genuine, check.DeliveryId is not null);
    }

    [Fact]
    public async Task While_one_secret_replaces_the_other_either_will_do()
    {
        await using var kling = KlingUnderTest.At(_sim, webhookSecret: $"{KlingUnderTest.OtherWebhookSecret}, {KlingUnderTest.WebhookSecret}");
        await _sim.ControlAsync("kling", new { webhookSecret = KlingUnderTest.WebhookSecret });
        await kling.SubmitAsync(KlingUnderTest.Film with { CallbackUrl = new(_receiver.Url) });
        await _sim.ControlAsync("kling", new { webhookSecret = new[] { KlingUnderTest.WebhookSecret, KlingUnderTest.OtherWebhookSecret } });
        await kling.SubmitAsync(KlingUnderTest.Film with { AttemptId = "second", CallbackUrl = new(_receiver.Url) });

        foreach (var callback in await ReceivedAsync(2))
        {
            Assert.True((await CheckAsync(kling, callback)).IsGenuine);
        }
    }

    [Fact]
    public async Task A_repeat_has_the_same_name_and_a_later_state_another()
    {
        await using var kling = KlingUnderTest.At(_sim);
        await _sim.ControlAsync("script", new { script = "submitted, failed; callback=twice" });
        await kling.SubmitAsync(KlingUnderTest.Film with { CallbackUrl = new(_receiver.Url) });
        _sim.Time.Advance(TimeSpan.FromSeconds(5));

        var names = new List<string?>();
        foreach (var callback in await ReceivedAsync(4))
        {
            names.Add((await CheckAsync(kling, callback)).DeliveryId);
        }

        Assert.Equal(2, names.Distinct().Count());
        Assert.Equal((names[0], names[2]), (names[1], names[3]));
    }

    [Fact]
    public async Task A_state_may_be_told_after_the_one_that_follows_it()
    {
        await using var kling = KlingUnderTest.At(_sim);
        await _sim.ControlAsync("script", new { script = "submitted, processing, succeed; callback=late" });
        await kling.SubmitAsync(KlingUnderTest.Film with { CallbackUrl = new(_receiver.Url) });
        _sim.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(["succeed", "processing"], (await ReceivedAsync(2)).Select(callback => (string?)JsonNode.Parse(callback.Body)!["task_status"]));
    }

    [Fact]
    public async Task What_the_receiver_answered_can_be_read_and_silence_can_be_had()
    {
        await using var kling = KlingUnderTest.At(_sim);
        _receiver.Always(503);
        await _sim.ControlAsync("script", new { script = "succeed; callback=none" });
        await kling.SubmitAsync(KlingUnderTest.Film with { CallbackUrl = new(_receiver.Url) });
        await kling.SubmitAsync(KlingUnderTest.Film with { AttemptId = "second", CallbackUrl = new(_receiver.Url) });
        await ReceivedAsync(1);

        await Eventually.IsTrueAsync(async () => await SentAsync() is [_]);
        var sent = (await SentAsync())[0];
        Assert.Equal((503, "submitted"), ((int)sent["status"]!, (string?)sent["json"]!["task_status"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"task_id":"8312"}""")]
    [InlineData("""{"task_id":8312,"task_status":"succeed"}""")]
    [InlineData("""{"task_id":"8312","task_sta""")]
    public async Task What_names_no_task_is_no_callback(string body)
    {
        await using var kling = KlingUnderTest.At(_sim);

        var check = await kling.Provider.CheckCallbackAsync(new(new Dictionary<string, string>(), Encoding.UTF8.GetBytes(body)), TestContext.Current.CancellationToken);

        Assert.False(check.IsGenuine);
    }

    // A callback of the test before may be answered only now.
    private async Task<IReadOnlyList<JsonNode>> SentAsync() =>
        [.. (await _sim.ReadAsync("kling/callbacks")).AsArray().OfType<JsonNode>().Where(sent => ((string)sent["url"]!).StartsWith(_receiver.Url, StringComparison.Ordinal))];

    private static Task<CallbackCheck> CheckAsync(KlingUnderTest kling, Received received) =>
        kling.Provider.CheckCallbackAsync(new(received.Headers, Encoding.UTF8.GetBytes(received.Body)), TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<Received>> ReceivedAsync(int count)
    {
        await Eventually.IsTrueAsync(() => _receiver.Received.Count >= count);
        return _receiver.Received;
    }
}
