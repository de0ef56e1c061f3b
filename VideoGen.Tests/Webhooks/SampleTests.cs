using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Samples.Webhooks;
using VideoGen.Functions.Signatures;
using VideoGen.Tests.EndToEnd;
using VideoGen.Tests.Sdk;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Webhooks;

/// <summary>The samples for subscribers, and the reference library of Standard Webhooks, take what we send, and nothing else.</summary>
public sealed class SampleTests(SampleTests.Live live) : IClassFixture<SampleTests.Live>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("node", "samples/webhooks/receiver.mjs")]
    [InlineData("node", "VideoGen.Tests/Sdk/webhook-receiver.mjs")]
    [InlineData("python3", "samples/webhooks/receiver.py")]
    public async Task A_program_takes_what_is_genuine_also_while_a_secret_is_replaced(string program, string file)
    {
        await OfficialClient.PrepareAsync(Ct);
        var (id, secret) = await SubscribeAsync();
        await using var receiver = await SampleProcess.StartAsync(program, Repository.File(file.Split('/')), secret, Ct);

        await AssertTakesTheGenuineAsync(id, secret, $"{receiver.Url}/hook");
    }

    [Fact]
    public async Task The_sample_for_CSharp_takes_what_is_genuine_also_while_a_secret_is_replaced()
    {
        var (id, secret) = await SubscribeAsync();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        await using var app = builder.Build();
        var types = new List<string>();
        app.MapWebhooks("/hook", secret, message => types.Add((string)message["type"]!));
        await app.StartAsync(Ct);

        await AssertTakesTheGenuineAsync(id, secret, $"{app.Urls.First()}/hook");

        Assert.Equal(["webhook.test", "webhook.test", "video.completed"], types);
    }

    private async Task<(string Id, string Secret)> SubscribeAsync()
    {
        // Where it really is, is known only once it runs, and it needs the secret for that.
        using var reply = await live.Http.PostAsJsonAsync("/api/webhooks/subscriptions", new { url = "http://127.0.0.1:9/" }, Ct);
        var subscription = JsonNode.Parse(await reply.Content.ReadAsStringAsync(Ct))!;
        return ((string)subscription["id"]!, (string)subscription["secret"]!);
    }

    private async Task AssertTakesTheGenuineAsync(string id, string secret, string url)
    {
        (await live.Http.PatchAsJsonAsync($"/api/webhooks/subscriptions/{id}", new { url }, Ct)).EnsureSuccessStatusCode();
        await AssertDeliveredAsync(id, 1);
        (await live.Http.PostAsync($"/api/webhooks/subscriptions/{id}/rotate", null, Ct)).EnsureSuccessStatusCode();
        await AssertDeliveredAsync(id, 2);

        const string body = """{"type":"video.completed","timestamp":"2026-11-21T10:00:00Z","data":{"id":"v1","status":"completed"}}""";
        var now = DateTimeOffset.UtcNow;
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(url, secret, now, body, body));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(url, secret, now, body, body.Replace("v1", "v2", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(url, secret, now.AddMinutes(-6), body, body));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(url, WebhookSecret.Create().Reveal(), now, body, body));
    }

    private async Task AssertDeliveredAsync(string id, int count)
    {
        (await live.Http.PostAsync($"/api/webhooks/subscriptions/{id}/test", null, Ct)).EnsureSuccessStatusCode();
        await Eventually.IsTrueAsync(
            async () =>
            {
                var deliveries = (await live.Http.GetFromJsonAsync<JsonNode>($"/api/webhooks/deliveries?subscription={id}&type=webhook.test", Ct))!["deliveries"]!.AsArray();
                Assert.DoesNotContain(deliveries, delivery => (string?)delivery!["status"] == "failed");
                return deliveries.Count(delivery => (string?)delivery!["status"] == "delivered") == count;
            },
            TimeSpan.FromMinutes(1));
    }

    private static async Task<HttpStatusCode> SendAsync(string url, string secret, DateTimeOffset at, string signed, string sent)
    {
        var seconds = at.ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(sent, Encoding.UTF8, "application/json") };
        request.Headers.Add(StandardWebhooks.IdHeader, "msg_1");
        request.Headers.Add(StandardWebhooks.TimestampHeader, $"{seconds}");
        request.Headers.Add(
            StandardWebhooks.SignatureHeader, StandardWebhooks.Sign([WebhookSecret.Parse(secret)!], "msg_1", seconds, Encoding.UTF8.GetBytes(signed)));
        // Simple servers close the connection behind every answer, so each request has one of its own.
        using var client = new HttpClient();
        using var response = await client.SendAsync(request, Ct);
        return response.StatusCode;
    }

    /// <summary>The app as a process, by the real clock: receivers compare it with theirs.</summary>
    public sealed class Live : IAsyncLifetime
    {
        private LiveSystem _system = null!;

        public HttpClient Http { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _system = await LiveSystem.StartAsync(("ALLOW_PRIVATE_URLS", "true"));
            Http = new HttpClient { BaseAddress = _system.App.Address };
        }

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await _system.DisposeAsync();
        }
    }
}
