using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using VideoGen.Functions.Signatures;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

/// <summary>What providers report: believed when signed, and then only as a reason to look.</summary>
public sealed class CallbackTests
{
    private const string Secret = "whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=";

    private static readonly string[] Settings = [$"KLING_WEBHOOK_SECRET={Secret}", "PUBLIC_URL=http://127.0.0.1:9"];

    [Fact]
    public async Task A_genuine_callback_brings_the_look_forward()
    {
        await using var app = await Given.OnlyKlingAsync(Settings);
        var (id, url) = await WaitingAsync(app, "submitted, succeed; callback=none");
        app.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(0, await LooksAsync(app));

        var reply = await PostAsync(app, url, "1");
        await app.SettleAsync();

        Assert.Equal((HttpStatusCode.Accepted, 1), (reply, await LooksAsync(app)));
        Assert.Equal("completed", (string?)(await app.JobWhenOverAsync(id))["status"]);
    }

    [Fact]
    public async Task Where_the_address_names_no_provider_the_signature_does()
    {
        await using var app = await Given.OnlyKlingAsync([.. Settings, $"PIKA_API_KEY={Given.FalKey}"]);
        var (_, url) = await WaitingAsync(app, "submitted, succeed; callback=none");

        var reply = await PostAsync(app, url.Replace("/api/webhooks/kling", "/api/video/webhook", StringComparison.Ordinal), "1");
        await app.SettleAsync();

        Assert.Equal((HttpStatusCode.OK, 1), (reply, await LooksAsync(app)));
    }

    [Fact]
    public async Task What_it_says_is_not_believed()
    {
        await using var app = await Given.OnlyKlingAsync(Settings);
        var (id, url) = await WaitingAsync(app, "submitted*100, succeed; callback=none");

        await PostAsync(app, url, "1");
        await app.SettleAsync();

        Assert.Equal(("running", 1), ((string?)(await app.JobAsync(id))["status"], await LooksAsync(app)));
    }

    [Fact]
    public async Task One_that_is_not_signed_as_it_should_be_wakes_nobody()
    {
        await using var app = await Given.OnlyKlingAsync(Settings);
        var (_, url) = await WaitingAsync(app, "submitted*100, succeed; callback=none");

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(app, url, "1", secret: "whsec_d3JvbmcgYnV0IGp1c3QgYXMgbG9uZyBhcyByaWdodA=="));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(app, url, "1", age: TimeSpan.FromMinutes(6)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.PostAsync(url, Body("1"))).Status);
        await app.SettleAsync();

        Assert.Equal(0, await LooksAsync(app));
    }

    [Theory]
    [InlineData("?attempt=v000000000000000000000000-0-1")]
    [InlineData("?attempt=../../x")]
    [InlineData("")]
    public async Task One_about_something_unknown_is_answered_like_any_other(string query)
    {
        await using var app = await Given.OnlyKlingAsync(Settings);

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(app, $"/api/webhooks/kling{query}", "1"));
    }

    [Theory]
    [InlineData("runway")]
    [InlineData("fal")]
    [InlineData("nobody")]
    public async Task Nobody_reports_where_there_is_no_provider_that_does(string provider)
    {
        await using var app = await Given.OnlyKlingAsync(Settings);

        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(app, $"/api/webhooks/{provider}?attempt=x", "1"));
    }

    [Fact]
    public async Task One_that_is_too_large_is_not_read()
    {
        await using var app = await Given.OnlyKlingAsync(Settings);

        Assert.Equal(HttpStatusCode.BadRequest, (await app.PostAsync("/api/webhooks/kling", new string('x', (1 << 20) + 1))).Status);
    }

    [Fact]
    public async Task Repeats_and_floods_make_neither_more_looks_nor_a_long_history()
    {
        await using var app = await Given.OnlyKlingAsync(Settings);
        var (_, url) = await WaitingAsync(app, "submitted*1000, succeed; callback=none");

        for (var i = 0; i < 300; i++)
        {
            await PostAsync(app, url, $"{i % 150}");
        }

        await app.PassAsync(TimeSpan.FromMinutes(2));
        var polls = (await app.Sim.ReadAsync("log/polls")).AsArray().Single()!;
        Assert.True((double)polls["smallestSpacing"]! >= 5);
        Assert.InRange((int)polls["count"]!, 2, 12);
        var instance = url[(url.IndexOf('=', StringComparison.Ordinal) + 1)..];
        var history = (await app.GetAsync($"/runtime/webhooks/durabletask/instances/{instance}?showHistory=true")).Json!["historyEvents"]!.AsArray();
        Assert.True(history.Count < 20, $"{history.Count} events");
    }

    [Theory]
    [InlineData("http://videos.example.com")]
    [InlineData("ftp://videos.example.com")]
    [InlineData("videos.example.com")]
    public async Task A_public_address_must_be_a_safe_one(string address)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => TestApp.StartAsync($"PUBLIC_URL={address}"));

        Assert.Contains("PUBLIC_URL", error.Message);
    }

    /// <summary>A job whose task is watched, and the path its provider was told to report to.</summary>
    private static async Task<(string Id, string Url)> WaitingAsync(TestApp app, string script)
    {
        var id = await app.AKlingJobAsync(script);
        await app.JobWhenAtAsync(id, "generating");
        await app.SettleAsync();
        var callback = (string)(await app.Sim.ReadAsync("log?operation=submit"))[0]!["body"]!["callback_url"]!;
        Assert.StartsWith("http://127.0.0.1:9/api/webhooks/kling?attempt=", callback);
        return (id, new Uri(callback).PathAndQuery);
    }

    private static async Task<HttpStatusCode> PostAsync(TestApp app, string url, string delivery, string secret = Secret, TimeSpan age = default)
    {
        var body = Body(delivery);
        var at = (app.Time.GetUtcNow() - age).ToUnixTimeSeconds();
        var signature = StandardWebhooks.Sign([WebhookSecret.Parse(secret)!], delivery, at, Encoding.UTF8.GetBytes(body));
        return (await app.PostAsync(url, body, ("webhook-id", delivery), ("webhook-timestamp", $"{at}"), ("webhook-signature", signature))).Status;
    }

    private static string Body(string delivery) => new JsonObject { ["task_id"] = delivery, ["task_status"] = "succeed" }.ToJsonString();

    private static async Task<int> LooksAsync(TestApp app) => (await app.Sim.ReadAsync("log?operation=poll")).AsArray().Count;
}
