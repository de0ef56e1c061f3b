using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using VideoGen.Tests.Providers;

namespace VideoGen.Tests.ProviderSim;

/// <summary>fal's queue as it looks on the wire.</summary>
public sealed class FalSimTests : IAsyncLifetime
{
    private const string Requests = "/fal-ai/pika/requests";

    private Simulator _sim = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _sim = await Simulator.StartAsync();
        _http = ClientOf(FalUnderTest.Secret);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sim.DisposeAsync();
    }

    [Fact]
    public async Task A_request_moves_up_in_the_queue_runs_and_is_completed()
    {
        var task = await SubmitAsync();

        var seen = new List<string>();
        for (var look = 0; look < 5; look++)
        {
            var reply = await SendAsync(HttpMethod.Get, $"{Requests}/{task}/status");
            seen.Add($"{(int)reply.Status} {reply.Json!["status"]} {reply.Json["queue_position"]}".TrimEnd());
            _sim.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(["202 IN_QUEUE 2", "202 IN_QUEUE 1", "202 IN_QUEUE 0", "202 IN_PROGRESS", "200 COMPLETED"], seen);
    }

    [Fact]
    public async Task Logs_are_told_to_those_who_ask()
    {
        var task = await SubmitAsync("IN_PROGRESS, COMPLETED");

        Assert.Null((await SendAsync(HttpMethod.Get, $"{Requests}/{task}/status")).Json!["logs"]);
        Assert.Equal("INFO", (string?)(await SendAsync(HttpMethod.Get, $"{Requests}/{task}/status?logs=1")).Json!["logs"]![0]!["level"]);
    }

    [Fact]
    public async Task The_rest_of_the_models_id_does_not_belong_into_a_follow_up()
    {
        var task = await SubmitAsync();

        var status = await SendAsync(HttpMethod.Get, $"/{FalUnderTest.Model}/requests/{task}/status");

        Assert.Equal((HttpStatusCode.MethodNotAllowed, """{"detail":"Method Not Allowed"}"""), (status.Status, status.Body));
    }

    [Fact]
    public async Task What_is_over_the_limit_waits_in_the_queue()
    {
        await _sim.ControlAsync("fal", new { concurrent = 1 });
        var (first, second, third) = (await SubmitAsync(), await SubmitAsync(), await SubmitAsync());
        _sim.Time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal("IN_PROGRESS", (await StatusAsync(first)).Status);
        Assert.Equal(("IN_QUEUE", 0), await StatusAsync(second));
        Assert.Equal(("IN_QUEUE", 1), await StatusAsync(third));

        _sim.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("IN_PROGRESS", (await StatusAsync(second)).Status);
        Assert.Equal(("IN_QUEUE", 0), await StatusAsync(third));

        await _sim.ControlAsync("fal", new { concurrent = (int?)null });
        Assert.Equal("IN_PROGRESS", (await StatusAsync(third)).Status);
    }

    [Theory]
    [InlineData("COMPLETED content_policy_violation", 422, "false", null, true)]
    [InlineData("COMPLETED content_policy_violation text unsaid", 422, null, "content_policy_violation", false)]
    [InlineData("COMPLETED request_timeout", 504, null, "request_timeout", false)]
    [InlineData("COMPLETED runner_disconnected retryable", 503, "true", "runner_disconnected", false)]
    [InlineData("COMPLETED internal_server_error", 500, "true", null, true)]
    public async Task A_failure_is_told_by_the_result(string script, int status, string? retryable, string? type, bool isList)
    {
        var task = await SubmitAsync(script);

        var result = await SendAsync(HttpMethod.Get, $"{Requests}/{task}");

        Assert.Equal((status, retryable, type), ((int)result.Status, Header(result, "X-Fal-Retryable"), Header(result, "X-Fal-Error-Type")));
        Assert.Equal((isList, type), (result.Json!["detail"] is JsonArray, (string?)result.Json["error_type"]));
        Assert.Equal(0, (await _sim.ReadAsync("fal/bill"))["charged"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task A_status_may_tell_the_error_as_well()
    {
        var task = await SubmitAsync("COMPLETED request_timeout reported");

        Assert.Equal("request_timeout", (string?)(await SendAsync(HttpMethod.Get, $"{Requests}/{task}/status")).Json!["error_type"]);
    }

    [Fact]
    public async Task Only_an_admin_key_is_told_the_balance()
    {
        await _sim.ControlAsync("fal", new { credits = 24.5, admin = FalUnderTest.AdminSecret });
        using var admin = ClientOf(FalUnderTest.AdminSecret);

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/v1/account/billing?expand=credits")).Status);
        var told = await Reply.OfAsync(await admin.GetAsync("/v1/account/billing?expand=credits", TestContext.Current.CancellationToken));
        Assert.Equal("""{"username":"simulated","credits":{"current_balance":24.5,"currency":"USD"}}""", told.Body);
    }

    [Fact]
    public async Task The_balance_falls_by_what_is_made()
    {
        await _sim.ControlAsync("fal", new { credits = 0.15 });
        await SubmitAsync("COMPLETED");

        var refused = await SendAsync(HttpMethod.Post, $"/{FalUnderTest.Model}", new { prompt = "A cat" });

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains("Exhausted balance", (string?)refused.Json!["detail"]);
    }

    private HttpClient ClientOf(string secret)
    {
        var http = new HttpClient { BaseAddress = _sim.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Key", secret);
        return http;
    }

    private async Task<string> SubmitAsync(string? script = null) =>
        (string)(await SendAsync(HttpMethod.Post, $"/{FalUnderTest.Model}", new { prompt = script is null ? "A cat" : $"A cat [sim: {script}]" })).Json!["request_id"]!;

    private async Task<(string? Status, int? Position)> StatusAsync(string task)
    {
        var json = (await SendAsync(HttpMethod.Get, $"{Requests}/{task}/status")).Json!;
        return ((string?)json["status"], (int?)json["queue_position"]);
    }

    private async Task<Reply> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        return await Reply.OfAsync(await _http.SendAsync(request, TestContext.Current.CancellationToken));
    }

    private static string? Header(Reply reply, string name) => reply.Response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
