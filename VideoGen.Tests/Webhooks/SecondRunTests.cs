using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Functions.Webhooks;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Webhooks;

/// <summary>Activities run at least once: a second run is harmless, each in its way.</summary>
public sealed class SecondRunTests : IAsyncLifetime
{
    private TestApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync("ALLOW_PRIVATE_URLS=true");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task An_attempt_that_is_written_down_is_not_made_again(int status)
    {
        await using var subscriber = await Subscriber.StartAsync(_app, "video.completed");
        subscriber.Receiver.Always(status);
        await AJobThatCompletesAsync();
        var before = await subscriber.OnlyDeliveryAsync();

        var step = await ActivatorUtilities.CreateInstance<DeliverWebhook>(_app.Services)
            .Run(new("anonymous", (string)before["id"]!, Round: 0, Attempt: 1, Looks: 0), Ct);

        Assert.Single(subscriber.Received);
        Assert.Equal((DateTimeOffset?)before["nextAttemptAt"], step.NextAt);
        Assert.True(JsonNode.DeepEquals(before, await subscriber.OnlyDeliveryAsync()));
    }

    [Fact]
    public async Task An_end_that_is_published_twice_is_delivered_once()
    {
        await using var subscriber = await Subscriber.StartAsync(_app, "video.canceled");
        var id = await _app.AJobWaitingForRunwayAsync();
        await _app.PostAsync($"/runtime/webhooks/durabletask/instances/{id}/terminate?reason=enough");
        await _app.SettleAsync();

        // Each who looks finds the record and the orchestration apart, and mends it.
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _app.JobAsync(id)));
        await _app.SettleAsync();

        Assert.Single(subscriber.Received);
    }

    private async Task AJobThatCompletesAsync()
    {
        await _app.JobWhenOverAsync(await _app.AJobAsync(new { prompt = "A cat", simulation = "always" }));
        await _app.SettleAsync();
    }
}
