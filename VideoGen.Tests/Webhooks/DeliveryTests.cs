using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using VideoGen.Functions.Signatures;
using VideoGen.Functions.Webhooks;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Webhooks;

/// <summary>Receivers of every kind, over the days for which they are tried.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private static readonly TimeSpan[] Nominal =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    // Since when each of them hangs.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _hanging = new();

    private TestApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync("ALLOW_PRIVATE_URLS=true");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Receivers_that_fail_are_tried_ten_times_over_seventy_five_hours()
    {
        await using var elsewhere = await Receiver.StartAsync(_app.Time);
        await using var refuses = await StartAsync(context => Status(context, 500, body: new string('x', 5000)));
        await using var resets = await StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var redirects = await StartAsync(context => Status(context, 302, ("Location", elsewhere.Url)));
        await using var hangs = await StartAsync(HangAsync);
        await using var drips = await StartAsync(async context =>
        {
            await context.Response.WriteAsync("o");
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await HangAsync(context);
        });

        await AJobThatCompletesAsync();
        await PassUntilOverAsync();

        Subscriber[] all = [refuses, resets, redirects, hangs, drips];
        foreach (var subscriber in all)
        {
            var received = subscriber.Received;
            Assert.Equal(Nominal.Length + 1, received.Count);
            Assert.Single(received.Select(message => message.Headers["webhook-id"]).Distinct());
            Assert.Single(received.Select(message => message.Body).Distinct());
            Assert.All(received, message => Assert.Equal(SignatureCheck.Valid, Subscriber.Verify(message, subscriber.Secret)));
            Assert.Equal(received.Count, received.Select(message => message.Headers["webhook-timestamp"]).Distinct().Count());
            Assert.All(received.Zip(received.Skip(1)).Zip(Nominal), step => AssertBetween(
                step.Second, step.First.Second.At - step.First.First.At, (step.Second * 1.1) + DeliverySender.Patience));

            var delivery = await subscriber.OnlyDeliveryAsync();
            Assert.Equal(("failed", null, 10), ((string?)delivery["status"], (string?)delivery["nextAttemptAt"], delivery["attempts"]!.AsArray().Count));
            Assert.NotNull((string?)(await subscriber.SubscriptionAsync())["failingSince"]);
        }

        Assert.Empty(elsewhere.Received);
        Assert.Equal((500, new string('x', 1024)), await LastAsync(refuses, "response"));
        Assert.Equal((302, "A redirect is not followed."), await LastAsync(redirects, "trouble"));
        Assert.Equal((null, "No answer in time."), await LastAsync(hangs, "trouble"));
        Assert.Equal((null, "No answer in time."), await LastAsync(drips, "trouble"));
        Assert.StartsWith("No answer (", (await LastAsync(resets, "trouble")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_asks_for_time_is_given_it()
    {
        var (seconds, date) = (TimeSpan.FromHours(1), _app.Time.GetUtcNow() + TimeSpan.FromHours(2));
        await using var inSeconds = await StartAsync(FirstThen(context => Status(context, 429, ("Retry-After", $"{seconds.TotalSeconds}"))));
        await using var byDate = await StartAsync(FirstThen(context => Status(context, 503, ("Retry-After", date.ToString("R", CultureInfo.InvariantCulture)))));
        await using var farTooLong = await StartAsync(FirstThen(context => Status(context, 429, ("Retry-After", "99999999"))));
        await using var inThePast = await StartAsync(FirstThen(context => Status(context, 429, ("Retry-After", "Sat, 01 Jan 2000 00:00:00 GMT"))));

        await AJobThatCompletesAsync();
        await PassUntilOverAsync();

        AssertBetween(seconds, Gap(inSeconds), seconds);
        Assert.Equal(date, byDate.Received[1].At);
        AssertBetween(DeliverySchedule.LongestAskedWait, Gap(farTooLong), DeliverySchedule.LongestAskedWait);
        AssertBetween(Nominal[0], Gap(inThePast), Nominal[0] * 1.1);
        Assert.Equal("delivered", (string?)(await byDate.OnlyDeliveryAsync())["status"]);
    }

    [Fact]
    public async Task While_a_receiver_rests_nothing_else_is_sent_to_it_either()
    {
        await using var subscriber = await StartAsync(FirstThen(context => Status(context, 429, ("Retry-After", "3600"))));
        var from = _app.Time.GetUtcNow();
        await AJobThatCompletesAsync();
        await Eventually.IsTrueAsync(async () => (await subscriber.OnlyDeliveryAsync())["attempts"]!.AsArray().Count == 1);

        await AJobThatCompletesAsync();
        await PassUntilOverAsync();

        Assert.Equal(3, subscriber.Received.Count);
        Assert.All(subscriber.Received.Skip(1), message => Assert.True(message.At >= from.AddHours(1)));
        Assert.All(await subscriber.DeliveriesAsync(), delivery => Assert.Equal("delivered", (string?)delivery!["status"]));
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_disabled_at_once()
    {
        await using var gone = await StartAsync(context => Status(context, 410));

        await AJobThatCompletesAsync();
        await PassUntilOverAsync();
        await AJobThatCompletesAsync();
        await PassUntilOverAsync();

        Assert.Single(gone.Received);
        var subscription = await gone.SubscriptionAsync();
        Assert.Equal((false, "The receiver answered 410: it is gone."), ((bool)subscription["enabled"]!, (string?)subscription["disabledReason"]));
    }

    [Fact]
    public async Task Five_days_of_nothing_but_failure_disable_and_say_so()
    {
        await using var subscriber = await StartAsync(context => Status(context, 500));
        await AJobThatCompletesAsync();
        await PassUntilOverAsync();
        Assert.True((bool)(await subscriber.SubscriptionAsync())["enabled"]!);

        _app.Time.Advance(TimeSpan.FromDays(2));
        await AJobThatCompletesAsync();
        await PassUntilOverAsync();

        Assert.Equal(11, subscriber.Received.Count);
        var subscription = await subscriber.SubscriptionAsync();
        Assert.False((bool)subscription["enabled"]!);
        Assert.StartsWith("Nothing but failures since 2026-11-21", (string?)subscription["disabledReason"], StringComparison.Ordinal);
        Assert.Contains(_app.Logs.Lines, line => line.Contains(subscriber.Id, StringComparison.Ordinal) && line.Contains("is disabled", StringComparison.Ordinal));
        Assert.Equal(["canceled", "failed"], (await subscriber.DeliveriesAsync()).Select(delivery => (string)delivery!["status"]!).Order());

        await _app.SendAsync(HttpMethod.Patch, $"/api/webhooks/subscriptions/{subscriber.Id}", new { enabled = true });
        subscriber.Receiver.Always(200);
        await AJobThatCompletesAsync();
        await PassUntilOverAsync();
        Assert.Equal(12, subscriber.Received.Count);
    }

    [Fact]
    public async Task What_is_under_way_to_a_subscription_that_goes_is_not_sent_any_more()
    {
        await using var subscriber = await StartAsync(context => Status(context, 500));
        await AJobThatCompletesAsync();
        await _app.SettleAsync();
        await _app.SendAsync(HttpMethod.Delete, $"/api/webhooks/subscriptions/{subscriber.Id}");

        await PassUntilOverAsync();

        Assert.Single(subscriber.Received);
        Assert.Equal("canceled", (string?)(await subscriber.OnlyDeliveryAsync())["status"]);
    }

    private async Task<Subscriber> StartAsync(Func<HttpContext, Task> answer)
    {
        var subscriber = await Subscriber.StartAsync(_app, "video.completed");
        subscriber.Receiver.Answer = (context, _) => answer(context);
        return subscriber;
    }

    private async Task HangAsync(HttpContext context)
    {
        _hanging[context.TraceIdentifier] = _app.Time.GetUtcNow();
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        finally
        {
            _hanging.TryRemove(context.TraceIdentifier, out _);
        }
    }

    private static Func<HttpContext, Task> FirstThen(Func<HttpContext, Task> first)
    {
        var count = 0;
        return context => Interlocked.Increment(ref count) == 1 ? first(context) : Task.CompletedTask;
    }

    private static Task Status(HttpContext context, int status, (string Name, string Value)? header = null, string body = "")
    {
        context.Response.StatusCode = status;
        if (header is { } given)
        {
            context.Response.Headers[given.Name] = given.Value;
        }

        return context.Response.WriteAsync(body);
    }

    // A simulation takes no time by the clock.
    private async Task AJobThatCompletesAsync()
    {
        var id = await _app.AJobAsync(new { prompt = "A cat", simulation = "always" });
        await Eventually.IsTrueAsync(async () =>
            (string?)(await _app.GetAsync($"/runtime/webhooks/durabletask/instances/{id}")).Json!["runtimeStatus"] == "Completed");
    }

    private async Task<IReadOnlyList<JsonNode>> DeliveriesAsync() =>
        [.. (await _app.GetAsync("/api/webhooks/deliveries?limit=100")).Json!["deliveries"]!.AsArray().Select(delivery => delivery!)];

    // From one attempt to the next; who hangs is waited for as long as the sender waits.
    private async Task PassUntilOverAsync()
    {
        while (await NextAsync() is { } next)
        {
            _app.Time.AdvanceTo(next);
        }
    }

    private async Task<DateTimeOffset?> NextAsync()
    {
        DateTimeOffset? next = null;
        await Eventually.IsTrueAsync(async () =>
        {
            var now = _app.Time.GetUtcNow();
            var pending = (await DeliveriesAsync()).Where(delivery => (string?)delivery["status"] == "pending").Select(delivery => (DateTimeOffset)delivery["nextAttemptAt"]!).ToList();
            var givenUp = _hanging.Values.Select(since => since + DeliverySender.Patience).Where(at => at > now).ToList();
            next = pending.Where(at => at > now).Concat(givenUp).Cast<DateTimeOffset?>().Min();
            return pending.Count(at => at <= now) == givenUp.Count;
        });
        return next;
    }

    private static TimeSpan Gap(Subscriber subscriber) => subscriber.Received[1].At - subscriber.Received[0].At;

    private static void AssertBetween(TimeSpan least, TimeSpan actual, TimeSpan most) => Assert.True(actual >= least && actual <= most, $"{actual} is not from {least} to {most}.");

    private static async Task<(int? Status, string? Text)> LastAsync(Subscriber subscriber, string field)
    {
        var attempt = (await subscriber.OnlyDeliveryAsync())["attempts"]!.AsArray()[^1]!;
        return ((int?)attempt["status"], (string?)attempt[field]);
    }
}
