using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.ProviderSim;

public sealed class TransportFaultTests : IAsyncLifetime
{
    private Simulator _sim = null!;

    public async ValueTask InitializeAsync() => _sim = await Simulator.StartAsync();

    public ValueTask DisposeAsync() => _sim.DisposeAsync();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(502, 1)]
    [InlineData(503, 3)]
    [InlineData(504, 4)]
    public async Task A_burst_of_failures_ends_after_its_count(int status, int times)
    {
        var task = await _sim.StartTaskAsync($"PENDING; poll={status}*{times}");

        for (var n = 0; n < times; n++)
        {
            Assert.Equal((HttpStatusCode)status, (await _sim.GetAsync($"/v1/tasks/{task}")).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await _sim.GetAsync($"/v1/tasks/{task}")).Status);
    }

    [Fact]
    public async Task A_burst_at_the_submit_is_counted_by_request()
    {
        var statuses = new List<HttpStatusCode>();
        for (var n = 0; n < 3; n++)
        {
            statuses.Add((await _sim.PostAsync("/v1/image_to_video", Simulator.Turbo, "submit=503*2")).Status);
        }

        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], statuses);
        Assert.Equal(1, (await _sim.ReadAsync("runway/bill"))["paidSubmits"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_503_can_hide_a_task_that_was_made_and_is_paid_for()
    {
        var first = await _sim.PostAsync("/v1/image_to_video", Simulator.Turbo, "SUCCEEDED; submit=created-503");
        var second = await _sim.PostAsync("/v1/image_to_video", Simulator.Turbo, "SUCCEEDED; submit=created-503");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, first.Status);
        Assert.Equal("""{"error":"The service is temporarily unavailable."}""", first.Body);
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal(2, (await _sim.ReadAsync("runway/bill"))["paidSubmits"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("created-close", 1)]
    [InlineData("close", 0)]
    public async Task A_connection_can_end_before_or_after_the_submit_was_carried_out(string fault, int submits)
    {
        await _sim.ControlAsync("fault", new { fault = $"submit={fault}" });

        await Assert.ThrowsAsync<HttpRequestException>(() => _sim.PostAsync("/v1/image_to_video", Simulator.Turbo));

        Assert.Equal(submits, (await _sim.ReadAsync("runway/bill"))["paidSubmits"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("created-hang", 1)]
    [InlineData("hang", 0)]
    public async Task A_submit_can_stay_without_an_answer(string fault, int submits)
    {
        await _sim.ControlAsync("fault", new { fault = $"submit={fault}" });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var submit = _sim.Http.PostAsync("/v1/image_to_video", new StringContent(Simulator.Turbo, null, "application/json"), patience.Token);

        var entry = await UntilLoggedAsync("submit");

        Assert.Null(entry["status"]);
        Assert.Equal(fault, entry["fault"]!.GetValue<string>());
        Assert.Equal(submits, (await _sim.ReadAsync("runway/bill"))["paidSubmits"]!.GetValue<int>());
        patience.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => submit);
    }

    [Fact]
    public async Task A_gateway_answers_in_html()
    {
        var task = await _sim.StartTaskAsync("poll=html");

        var reply = await _sim.GetAsync($"/v1/tasks/{task}");

        Assert.Equal(HttpStatusCode.BadGateway, reply.Status);
        Assert.Equal("text/html", reply.Response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("<html>", reply.Body);
    }

    [Fact]
    public async Task Json_can_be_cut_short_in_a_good_answer()
    {
        var task = await _sim.StartTaskAsync("poll=cut");

        var reply = await _sim.GetAsync($"/v1/tasks/{task}");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.ThrowsAny<JsonException>(() => reply.Json);
        Assert.StartsWith("{\"id\":", reply.Body);
    }

    [Fact]
    public async Task A_good_answer_can_hold_fields_that_nobody_knows()
    {
        var task = await _sim.StartTaskAsync("poll=extra");

        var reply = await _sim.GetAsync($"/v1/tasks/{task}");

        Assert.Equal("PENDING", reply.Json!["status"]!.GetValue<string>());
        Assert.NotNull(reply.Json["introducedYesterday"]);
    }

    [Fact]
    public async Task Retry_after_comes_as_seconds_or_as_a_date()
    {
        await _sim.ControlAsync("fault", new { fault = "account=429:retry=30; account=503:date=45" });

        var seconds = (await _sim.GetAsync("/v1/organization")).Response;
        var date = (await _sim.GetAsync("/v1/organization")).Response;

        Assert.Equal((HttpStatusCode.TooManyRequests, new RetryConditionHeaderValue(TimeSpan.FromSeconds(30))), (seconds.StatusCode, seconds.Headers.RetryAfter));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, new RetryConditionHeaderValue(_sim.Time.GetUtcNow().AddSeconds(45))), (date.StatusCode, date.Headers.RetryAfter));
    }

    [Fact]
    public async Task The_first_byte_can_be_late()
    {
        await _sim.ControlAsync("fault", new { fault = "account=slow:20" });
        var call = _sim.GetAsync("/v1/organization");
        await UntilLoggedAsync("account");
        await Eventually.IsTrueAsync(() => _sim.Time.NextDue is not null);

        Assert.False(call.IsCompleted);
        _sim.Time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(HttpStatusCode.OK, (await call).Status);
    }

    [Fact]
    public async Task A_download_can_drip()
    {
        var url = await OutputAsync("SUCCEEDED; download=drip:1000");
        using var response = await _sim.Http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, Ct);
        await using var body = await response.Content.ReadAsStreamAsync(Ct);

        var buffer = new byte[4096];
        var first = await body.ReadAsync(buffer, Ct);
        await Eventually.IsTrueAsync(() => _sim.Time.NextDue is not null);
        _sim.Time.Advance(TimeSpan.FromSeconds(0.1));
        var second = await body.ReadAsync(buffer, Ct);

        Assert.Equal((100, 100), (first, second));
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("short")]
    public async Task A_download_can_break_off_in_the_middle(string fault)
    {
        var url = await OutputAsync($"SUCCEEDED; download={fault}");
        var received = new MemoryStream();

        await Assert.ThrowsAnyAsync<Exception>(async () => await (await _sim.Http.GetStreamAsync(url, Ct)).CopyToAsync(received, Ct));

        var whole = await _sim.Http.GetByteArrayAsync(url, Ct);
        Assert.InRange(received.Length, 0, whole.Length - 1);
        Assert.Equal(whole[..(int)received.Length], received.ToArray());
    }

    [Theory]
    [InlineData("bogus=1")]
    [InlineData("poll=nonsense")]
    [InlineData("size=big")]
    [InlineData("PENDING*many")]
    [InlineData("step=soon")]
    public async Task A_script_that_cannot_be_played_is_refused(string script)
    {
        var reply = await _sim.PostAsync("/_sim/script", JsonSerializer.Serialize(new { script }));

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.NotEmpty(reply.Json!["error"]!.GetValue<string>());
    }

    private async Task<string> OutputAsync(string script)
    {
        var task = await _sim.StartTaskAsync(script);
        return (await _sim.GetAsync($"/v1/tasks/{task}")).Json!["output"]![0]!.GetValue<string>();
    }

    private async Task<JsonNode> UntilLoggedAsync(string operation)
    {
        await Eventually.IsTrueAsync(async () => (await _sim.ReadAsync($"log?operation={operation}")).AsArray() is [{ } entry] && entry["fault"] is not null);
        return (await _sim.ReadAsync($"log?operation={operation}"))[0]!;
    }
}
