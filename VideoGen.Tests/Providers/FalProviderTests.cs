using System.Text.Json.Nodes;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Providers;

public sealed class FalProviderTests : IAsyncLifetime
{
    private Simulator _sim = null!;
    private FalUnderTest _fal = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sim = await Simulator.StartAsync();
        _fal = FalUnderTest.At(_sim);
    }

    public async ValueTask DisposeAsync()
    {
        await _fal.DisposeAsync();
        await _sim.DisposeAsync();
    }

    [Fact]
    public async Task A_text_becomes_a_film_by_way_of_the_queue()
    {
        var accepted = await _fal.SubmitAsync(FalUnderTest.Film);
        var queued = await _fal.CheckAsync(accepted.TaskId!);
        _sim.Time.Advance(TimeSpan.FromSeconds(15));
        var running = await _fal.CheckAsync(accepted.TaskId!);
        _sim.Time.Advance(TimeSpan.FromSeconds(5));
        var done = await _fal.CheckAsync(accepted.TaskId!);
        await using var film = await _fal.Provider.OpenOutputAsync(done.Outputs[0], _fal.Key, 0, null, Ct);

        Assert.Equal((VerdictKind.Accepted, _fal.Key), (accepted.Kind, accepted.Key));
        Assert.Equal((VerdictKind.Pending, true), (queued.Kind, queued.HeldBack));
        Assert.Equal((VerdictKind.Pending, false), (running.Kind, running.HeldBack));
        Assert.Equal(VerdictKind.Succeeded, done.Kind);
        Assert.Equal("video/mp4", film!.ContentType);
        Assert.Equal(0.20m, (await _sim.ReadAsync("fal/bill"))["charged"]!.GetValue<decimal>());
    }

    [Theory]
    [InlineData(TaskKind.TextToVideo, "fal-ai/pika/v2.2/text-to-video", 1920, 1080, 10, """{"prompt":"A cat","aspect_ratio":"16:9","resolution":"1080p","duration":"10"}""")]
    [InlineData(TaskKind.TextToVideo, "fal-ai/pika/v2.2/text-to-video", 720, 1280, 5, """{"prompt":"A cat","aspect_ratio":"9:16","resolution":"720p","duration":"5"}""")]
    [InlineData(TaskKind.TextToVideo, "fal-ai/pika/v2.2/text-to-video", 864, 1080, 5, """{"prompt":"A cat","aspect_ratio":"4:5","resolution":"1080p","duration":"5"}""")]
    [InlineData(TaskKind.TextToVideo, "fal-ai/pika/v2.1/text-to-video", 720, 720, 5, """{"prompt":"A cat","aspect_ratio":"1:1","resolution":"720p","duration":5}""")]
    [InlineData(TaskKind.TextToVideo, "fal-ai/pika/v2/turbo/text-to-video", 1080, 720, 5, """{"prompt":"A cat","aspect_ratio":"3:2","resolution":"720p","duration":5}""")]
    [InlineData(TaskKind.ImageToVideo, "fal-ai/pika/v2.2/image-to-video", 1280, 720, 5, """{"prompt":"A cat","image_url":"data:image/jpeg;base64,AQID","resolution":"720p","duration":"5"}""")]
    public async Task A_model_gets_its_fields_in_its_own_spelling(TaskKind kind, string model, int width, int height, int seconds, string body)
    {
        var request = FalUnderTest.Film with { Kind = kind, Model = model, Width = width, Height = height, Duration = seconds };

        var verdict = await _fal.SubmitAsync(kind == TaskKind.ImageToVideo ? request with { Image = new ProviderAsset(null, new byte[] { 1, 2, 3 }, "image/jpeg") } : request);

        Assert.Equal(VerdictKind.Accepted, verdict.Kind);
        var sent = (await _sim.ReadAsync("log?operation=submit")).AsArray().Single()!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), sent["body"]), sent["body"]!.ToJsonString());
        Assert.Equal($"/{model}", sent["path"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_completed_request_may_have_failed()
    {
        var unsafeContent = await EndOfAsync("COMPLETED content_policy_violation");
        var timedOut = await EndOfAsync("IN_PROGRESS, COMPLETED request_timeout reported");
        var gone = await EndOfAsync("COMPLETED runner_disconnected retryable");
        var final = await EndOfAsync("COMPLETED internal_server_error final");
        var text = await EndOfAsync("COMPLETED image_too_small text");

        Assert.Equal((VerdictKind.Moderated, "HTTP 422 content_policy_violation"), (unsafeContent.Kind, unsafeContent.Evidence));
        Assert.Equal((VerdictKind.Failed, true, 0m), (timedOut.Kind, timedOut.MayWorkAgain, timedOut.Cost));
        Assert.Equal((VerdictKind.Failed, true), (gone.Kind, gone.MayWorkAgain));
        Assert.Equal((VerdictKind.Failed, false), (final.Kind, final.MayWorkAgain));
        Assert.Equal((VerdictKind.Invalid, "Image too small"), (text.Kind, text.Detail));
    }

    [Fact]
    public async Task Wrong_input_is_told_when_the_result_is_fetched()
    {
        var accepted = await _fal.SubmitAsync(FalUnderTest.Film with { Duration = 7 });
        _sim.Time.Advance(TimeSpan.FromSeconds(30));

        var verdict = await _fal.CheckAsync(accepted.TaskId!);

        Assert.Equal((VerdictKind.Invalid, "body.duration Input should be '5' or '10'"), (verdict.Kind, verdict.Detail));
    }

    [Fact]
    public async Task An_empty_account_is_noticed_at_the_submit_and_comes_back()
    {
        await _sim.ControlAsync("fal", new { credits = 0 });
        Assert.Equal(VerdictKind.CreditsExhausted, (await _fal.SubmitAsync(FalUnderTest.Film)).Kind);
        Assert.Equal(0, (await _sim.ReadAsync("fal/bill"))["paidSubmits"]!.GetValue<int>());

        await _sim.ControlAsync("fal", new { credits = 0.5 });
        Assert.Equal(VerdictKind.Accepted, (await _fal.SubmitAsync(FalUnderTest.Film)).Kind);

        await _sim.ControlAsync("fal", new { locked = "You do not have access to this application." });
        Assert.Equal(VerdictKind.Forbidden, (await _fal.SubmitAsync(FalUnderTest.Film)).Kind);
    }

    [Fact]
    public async Task The_balance_is_told_to_an_admin_key_and_unknown_to_any_other()
    {
        await _sim.ControlAsync("fal", new { credits = 24.5, admin = FalUnderTest.AdminSecret });
        await using var admin = FalUnderTest.At(_sim, adminKey: FalUnderTest.AdminSecret);

        Assert.Null(await _fal.Provider.CreditsAsync(_fal.Key, Ct));
        var credits = await admin.Provider.CreditsAsync(admin.Key, Ct);
        Assert.Equal((24.5m, "USD", 1m), (credits!.Balance, credits.Unit, credits.UsdPerUnit));

        await _sim.ControlAsync("fault", new { fault = "account=html" });
        var asking = admin.Provider.CreditsAsync(admin.Key, Ct);
        await Eventually.IsTrueAsync(() => _sim.Time.NextDue is not null);
        _sim.Time.AdvanceToNextDue();
        Assert.Equal(24.5m, (await asking)!.Balance);
    }

    [Fact]
    public async Task A_queued_request_is_canceled_a_running_one_may_finish_and_a_finished_one_is_not_canceled()
    {
        var queued = (await _fal.SubmitAsync(FalUnderTest.Film)).TaskId!;
        Assert.Equal(VerdictKind.Pending, (await _fal.CancelAsync(queued)).Kind);
        Assert.Equal(VerdictKind.Gone, (await _fal.CheckAsync(queued)).Kind);
        Assert.Equal(VerdictKind.Canceled, (await _fal.CancelAsync(queued)).Kind);

        var running = (await _fal.SubmitAsync(FalUnderTest.Film)).TaskId!;
        _sim.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(VerdictKind.Pending, (await _fal.CancelAsync(running)).Kind);
        _sim.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(VerdictKind.Succeeded, (await _fal.CheckAsync(running)).Kind);
        Assert.Equal(VerdictKind.Pending, (await _fal.CancelAsync(running)).Kind);
    }

    [Fact]
    public async Task A_request_canceled_by_its_owner_elsewhere_is_canceled()
    {
        var task = (await _fal.SubmitAsync(FalUnderTest.Film)).TaskId!;
        await _sim.ControlAsync($"fal/tasks/{task}/cancel", new { });

        Assert.Equal(VerdictKind.Canceled, (await _fal.CheckAsync(task)).Kind);
    }

    [Fact]
    public async Task A_retired_model_is_told_from_a_wrong_address()
    {
        await _sim.ControlAsync("fal", new { retired = true });

        Assert.Equal(VerdictKind.Retired, (await _fal.SubmitAsync(FalUnderTest.Film)).Kind);
    }

    [Fact]
    public async Task Addresses_on_another_host_are_not_followed_and_the_key_stays_here()
    {
        await using var elsewhere = await Simulator.StartAsync();
        await _sim.ControlAsync("fal", new { urls = elsewhere.Address.ToString().TrimEnd('/') });

        var task = (await _fal.SubmitAsync(FalUnderTest.Film)).TaskId!;
        _sim.Time.Advance(TimeSpan.FromSeconds(30));
        var done = await _fal.CheckAsync(task);
        await _fal.CancelAsync(task);

        Assert.Equal(VerdictKind.Succeeded, done.Kind);
        Assert.Empty((await elsewhere.ReadAsync("log")).AsArray());
    }

    [Fact]
    public async Task Follow_ups_leave_the_rest_of_the_models_id_out()
    {
        var task = (await _fal.SubmitAsync(FalUnderTest.Film)).TaskId!;
        _sim.Time.Advance(TimeSpan.FromSeconds(30));
        await _fal.CheckAsync(task);

        Assert.Equal($"/fal-ai/pika/requests/{task}/status", (await _sim.ReadAsync("log?operation=poll"))[0]!["path"]!.GetValue<string>());
        Assert.Equal($"/fal-ai/pika/requests/{task}", (await _sim.ReadAsync("log?operation=result"))[0]!["path"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("created-hang")]
    [InlineData("created-close")]
    [InlineData("created-html")]
    [InlineData("created-504")]
    [InlineData("close")]
    [InlineData("html")]
    [InlineData("500")]
    public async Task A_lost_answer_to_a_submit_is_a_doubt_and_the_submit_is_not_repeated(string fault)
    {
        await using var hasty = FalUnderTest.At(_sim, timeoutSeconds: 2);
        await _sim.ControlAsync("fault", new { fault = $"submit={fault}" });

        var verdict = await hasty.SubmitAsync(FalUnderTest.Film);

        Assert.Equal(VerdictKind.Unknown, verdict.Kind);
        Assert.Single((await _sim.ReadAsync("log?operation=submit")).AsArray());
    }

    [Theory]
    [InlineData("poll=503", VerdictKind.Outage)]
    [InlineData("poll=html", VerdictKind.Outage)]
    [InlineData("poll=cut", VerdictKind.Outage)]
    [InlineData("poll=close", VerdictKind.Outage)]
    [InlineData("poll=429:retry=30", VerdictKind.Throttled)]
    [InlineData("poll=extra", VerdictKind.Succeeded)]
    [InlineData("result=503", VerdictKind.Outage)]
    [InlineData("result=html", VerdictKind.Outage)]
    [InlineData("result=cut", VerdictKind.Outage)]
    [InlineData("result=400", VerdictKind.Invalid)]
    [InlineData("result=extra", VerdictKind.Succeeded)]
    [InlineData("result=504:request_timeout", VerdictKind.Failed)]
    public async Task A_look_that_fails_is_not_the_requests_end(string fault, VerdictKind kind)
    {
        var task = (await _fal.SubmitAsync(FalUnderTest.Film)).TaskId!;
        _sim.Time.Advance(TimeSpan.FromSeconds(30));
        await _sim.ControlAsync("fault", new { fault });

        Assert.Equal(kind, (await _fal.CheckAsync(task)).Kind);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://no-such-host.invalid")]
    public async Task Where_nobody_listens_nothing_has_left(string address)
    {
        await using var lost = FalUnderTest.At(new Uri(address), _sim.Time);

        Assert.Equal(VerdictKind.Outage, (await lost.SubmitAsync(FalUnderTest.Film)).Kind);
        Assert.Equal(VerdictKind.Outage, (await lost.CheckAsync("task")).Kind);
    }

    [Fact]
    public async Task The_key_is_in_no_log()
    {
        await _sim.ControlAsync("fal", new { admin = FalUnderTest.AdminSecret });
        await using var fal = FalUnderTest.At(_sim, adminKey: FalUnderTest.AdminSecret);
        var task = (await fal.SubmitAsync(FalUnderTest.Film with { CallbackUrl = new Uri("http://127.0.0.1:1/api/webhooks/fal?attempt=a") })).TaskId!;
        await fal.CheckAsync(task);
        await fal.CancelAsync(task);
        await fal.Provider.CreditsAsync(fal.Key, Ct);

        Assert.NotEmpty(fal.Logs.Lines);
        Assert.All([FalUnderTest.Secret, FalUnderTest.AdminSecret], secret => Assert.DoesNotContain(fal.Logs.Lines, line => line.Contains(secret[37..])));
    }

    private async Task<Verdict> EndOfAsync(string script)
    {
        var accepted = await _fal.SubmitAsync(FalUnderTest.Film with { Prompt = $"A cat [sim: {script}]" });
        _sim.Time.Advance(TimeSpan.FromSeconds(60));
        return await _fal.CheckAsync(accepted.TaskId!);
    }
}
