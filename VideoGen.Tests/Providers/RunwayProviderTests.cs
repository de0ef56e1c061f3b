using System.Security.Cryptography;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Providers;

public sealed class RunwayProviderTests : IAsyncLifetime
{
    private static readonly ProviderRequest _film = new()
    {
        AttemptId = "attempt",
        Kind = TaskKind.TextToVideo,
        Model = "gen4.5",
        Prompt = "A cat",
        Width = 1280,
        Height = 720,
        Duration = 5,
    };

    private Simulator _sim = null!;
    private RunwayUnderTest _runway = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sim = await Simulator.StartAsync();
        _runway = RunwayUnderTest.At(_sim);
    }

    public async ValueTask DisposeAsync()
    {
        await _runway.DisposeAsync();
        await _sim.DisposeAsync();
    }

    [Fact]
    public async Task A_text_becomes_a_picture_and_the_picture_a_film()
    {
        var picture = await _runway.SubmitAsync(_film with { Kind = TaskKind.TextToImage, Model = "gen4_image", Duration = null });
        _sim.Time.Advance(TimeSpan.FromSeconds(25));
        var drawn = await _runway.CheckAsync(picture.TaskId!);

        var film = await _runway.SubmitAsync(_film with { Kind = TaskKind.ImageToVideo, Model = "gen4_turbo", Duration = 10, Image = new ProviderAsset(drawn.Outputs[0]) });
        _sim.Time.Advance(TimeSpan.FromSeconds(25));
        var shot = await _runway.CheckAsync(film.TaskId!);

        Assert.Equal((VerdictKind.Accepted, 0.05m, _runway.Key), (picture.Kind, picture.Cost, picture.Key));
        Assert.Equal((VerdictKind.Succeeded, 0.05m), (drawn.Kind, drawn.Cost));
        Assert.Equal((VerdictKind.Succeeded, 0.50m), (shot.Kind, shot.Cost));
    }

    [Fact]
    public async Task Over_concurrency_a_task_is_held_back_and_not_failed()
    {
        await _sim.ControlAsync("runway", new { concurrent = 1 });
        await _runway.SubmitAsync(_film);
        var second = await _runway.SubmitAsync(_film);
        _sim.Time.Advance(TimeSpan.FromSeconds(15));

        var verdict = await _runway.CheckAsync(second.TaskId!);

        Assert.Equal((VerdictKind.Pending, true), (verdict.Kind, verdict.HeldBack));
    }

    [Fact]
    public async Task An_empty_account_is_noticed_at_the_submit_and_in_the_balance()
    {
        await _sim.ControlAsync("runway", new { credits = 59 });
        Assert.Equal(VerdictKind.CreditsExhausted, (await _runway.SubmitAsync(_film)).Kind);
        Assert.Equal(59, (await _runway.Provider.CreditsAsync(_runway.Key, Ct))!.Balance);

        await _sim.ControlAsync("runway", new { credits = 60 });
        Assert.Equal(VerdictKind.Accepted, (await _runway.SubmitAsync(_film)).Kind);
    }

    [Fact]
    public async Task A_retired_model_is_told_from_a_bad_request()
    {
        await _sim.ControlAsync("runway", new { retired = true });

        Assert.Equal(VerdictKind.Retired, (await _runway.SubmitAsync(_film with { Model = "veo3" })).Kind);
        Assert.Equal(VerdictKind.Invalid, (await _runway.SubmitAsync(_film with { Duration = 11 })).Kind);
    }

    [Theory]
    [InlineData("created-hang")]
    [InlineData("created-close")]
    [InlineData("created-html")]
    [InlineData("created-504")]
    [InlineData("close")]
    [InlineData("hang")]
    [InlineData("html")]
    [InlineData("cut")]
    public async Task A_lost_answer_to_a_submit_is_a_doubt_and_the_submit_is_not_repeated(string fault)
    {
        await using var hasty = RunwayUnderTest.At(_sim, timeoutSeconds: 2);
        await _sim.ControlAsync("fault", new { fault = $"submit={fault}" });

        var verdict = await hasty.SubmitAsync(_film);

        Assert.Equal(VerdictKind.Unknown, verdict.Kind);
        Assert.Single((await _sim.ReadAsync("log?operation=submit")).AsArray());
    }

    [Theory]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://no-such-host.invalid")]
    public async Task Where_nobody_listens_nothing_has_left(string address)
    {
        await using var lost = RunwayUnderTest.At(new Uri(address), _sim.Time);

        Assert.Equal(VerdictKind.Outage, (await lost.SubmitAsync(_film)).Kind);
        Assert.Equal(VerdictKind.Outage, (await lost.CheckAsync("task")).Kind);
    }

    [Fact]
    public async Task A_failed_tls_handshake_lets_nothing_out()
    {
        await using var lost = RunwayUnderTest.At(new UriBuilder(_sim.Address) { Scheme = "https" }.Uri, _sim.Time);

        Assert.Equal(VerdictKind.Outage, (await lost.SubmitAsync(_film)).Kind);
        Assert.Empty((await _sim.ReadAsync("log")).AsArray());
    }

    [Fact]
    public async Task A_shed_submit_started_nothing_and_says_when_to_come_back()
    {
        await _sim.ControlAsync("fault", new { fault = "submit=503:retry=30; submit=429:date=45" });

        var (shed, throttled) = (await _runway.SubmitAsync(_film), await _runway.SubmitAsync(_film));

        Assert.Equal((VerdictKind.Outage, 30), (shed.Kind, shed.RetryAfterSeconds));
        Assert.Equal((VerdictKind.Throttled, 45), (throttled.Kind, throttled.RetryAfterSeconds));
        Assert.Equal(2, (await _sim.ReadAsync("log?operation=submit")).AsArray().Count);
    }

    [Fact]
    public async Task A_503_that_hides_a_task_cannot_be_told_but_leaves_its_evidence()
    {
        await _sim.ControlAsync("fault", new { fault = "submit=created-503" });

        var verdict = await _runway.SubmitAsync(_film);

        Assert.Equal((VerdictKind.Outage, "HTTP 503"), (verdict.Kind, verdict.Evidence));
        Assert.Equal(1, (await _sim.ReadAsync("runway/bill"))["paidSubmits"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("html")]
    [InlineData("cut")]
    [InlineData("503")]
    [InlineData("close")]
    public async Task A_failed_look_tells_nothing_and_the_next_one_does(string fault)
    {
        var task = await _runway.SubmitAsync(_film);
        await _sim.ControlAsync("fault", new { fault = $"poll={fault}" });

        Assert.Equal(VerdictKind.Outage, (await _runway.CheckAsync(task.TaskId!)).Kind);
        Assert.Equal(VerdictKind.Pending, (await _runway.CheckAsync(task.TaskId!)).Kind);
    }

    [Fact]
    public async Task Fields_and_states_of_tomorrow_are_waited_through()
    {
        await _sim.ControlAsync("script", new { script = "DREAMING; poll=extra" });
        var task = await _runway.SubmitAsync(_film);

        Assert.Equal(VerdictKind.Pending, (await _runway.CheckAsync(task.TaskId!)).Kind);
    }

    [Fact]
    public async Task A_cancelled_task_is_ended_and_then_gone()
    {
        var task = await _runway.SubmitAsync(_film);

        Assert.Equal(VerdictKind.Canceled, (await _runway.Provider.CancelAsync(RunwayUnderTest.Ref(task.TaskId!), _runway.Key, Ct)).Kind);
        Assert.Equal(VerdictKind.Gone, (await _runway.CheckAsync(task.TaskId!)).Kind);
        Assert.Equal(VerdictKind.Canceled, (await _runway.Provider.CancelAsync(RunwayUnderTest.Ref(task.TaskId!), _runway.Key, Ct)).Kind);
    }

    [Fact]
    public async Task A_cancellation_is_repeated_through_a_short_outage()
    {
        var task = await _runway.SubmitAsync(_film);
        await _sim.ControlAsync("fault", new { fault = "delete=502; delete=429; delete=close" });

        var waits = await WaitsOfAsync(_runway.Provider.CancelAsync(RunwayUnderTest.Ref(task.TaskId!), _runway.Key, Ct));

        Assert.Equal([5, 10, 5], waits);
        Assert.Equal(0, (await _sim.ReadAsync("runway/bill"))["charged"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_balance_is_asked_for_four_times_at_most()
    {
        await _sim.ControlAsync("fault", new { fault = "account=503*4" });
        var call = _runway.Provider.CreditsAsync(_runway.Key, Ct);

        Assert.Equal([5, 5, 5], await WaitsOfAsync(call));
        Assert.Equal((null, VerdictKind.Outage), ((await call)!.Balance, (await call)!.Trouble!.Kind));
        Assert.Equal(4, (await _sim.ReadAsync("log?operation=account")).AsArray().Count);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_at_once_and_one_that_is_gone_is_not_sent()
    {
        await using var wrong = RunwayUnderTest.At(_sim, "key_of_nobody");

        Assert.Equal(VerdictKind.KeyRefused, (await wrong.SubmitAsync(_film)).Kind);
        Assert.Equal(VerdictKind.KeyRefused, (await wrong.Provider.CreditsAsync(wrong.Key, Ct))!.Trouble!.Kind);
        Assert.Equal(VerdictKind.KeyRefused, (await _runway.Provider.CheckAsync(RunwayUnderTest.Ref("task"), KeyFingerprint.Of("removed"), Ct)).Kind);
        Assert.Equal(2, (await _sim.ReadAsync("log")).AsArray().Count);
    }

    [Fact]
    public async Task Each_key_asks_for_its_own_tasks()
    {
        var other = "key_" + new string('b', 128);
        await using var pool = RunwayUnderTest.At(_sim, $"{Simulator.Key}, {other}");
        var task = await pool.Provider.SubmitAsync(_film, KeyFingerprint.Of(other), Ct);

        Assert.Equal([KeyFingerprint.Of(Simulator.Key), KeyFingerprint.Of(other)], pool.Provider.Keys);
        Assert.Equal(VerdictKind.Pending, (await pool.Provider.CheckAsync(RunwayUnderTest.Ref(task.TaskId!), KeyFingerprint.Of(other), Ct)).Kind);
        Assert.Equal(VerdictKind.Gone, (await pool.Provider.CheckAsync(RunwayUnderTest.Ref(task.TaskId!), KeyFingerprint.Of(Simulator.Key), Ct)).Kind);
    }

    [Theory]
    [InlineData(1000, "data:image/png;base64,")]
    [InlineData(4 << 20, "runway://")]
    public async Task A_picture_travels_in_the_request_or_is_uploaded_when_it_is_large(int size, string uri)
    {
        var film = _film with { Kind = TaskKind.ImageToVideo, Model = "gen4_turbo", Image = new ProviderAsset(null, new byte[size], "image/png") };

        Assert.Equal(VerdictKind.Accepted, (await _runway.SubmitAsync(film)).Kind);

        var sent = (await _sim.ReadAsync("log?operation=submit"))[0]!["body"]!["promptImage"]!.GetValue<string>();
        Assert.StartsWith(uri, sent);
    }

    [Fact]
    public async Task A_refused_upload_ends_before_the_submit()
    {
        await _sim.ControlAsync("fault", new { fault = "upload=400" });
        var film = _film with { Kind = TaskKind.ImageToVideo, Model = "gen4_turbo", Image = new ProviderAsset(null, new byte[4 << 20], "image/png") };

        Assert.Equal(VerdictKind.Invalid, (await _runway.SubmitAsync(film)).Kind);
        Assert.Empty((await _sim.ReadAsync("log?operation=submit")).AsArray());
    }

    [Fact]
    public async Task An_output_is_read_without_the_key_and_resumed_where_it_broke_off()
    {
        await _sim.ControlAsync("script", new { script = "SUCCEEDED; size=300000; download=short" });
        var task = await _runway.SubmitAsync(_film);
        var url = (await _runway.CheckAsync(task.TaskId!)).Outputs[0];
        using var file = new MemoryStream();

        await using (var first = await OpenAsync(url, 0, null))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => first!.Content.CopyToAsync(file, Ct));
            await using var rest = await OpenAsync(url, file.Length, first!.Validator);
            Assert.Equal((file.Length, 300_000), (rest!.Start, rest.TotalLength));
            await rest.Content.CopyToAsync(file, Ct);
        }

        Assert.Equal((await _sim.ReadAsync($"outputs/{task.TaskId}/0.mp4"))["sha256"]!.GetValue<string>(), Convert.ToHexStringLower(SHA256.HashData(file.ToArray())));
        Assert.All((await _sim.ReadAsync("log?operation=download")).AsArray(), entry => Assert.Null(entry!["key"]));
    }

    [Fact]
    public async Task An_expired_address_gives_nothing_and_the_next_look_a_fresh_one()
    {
        await _sim.ControlAsync("script", new { script = "SUCCEEDED; url=60" });
        var task = await _runway.SubmitAsync(_film);
        var old = (await _runway.CheckAsync(task.TaskId!)).Outputs[0];
        _sim.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Null(await OpenAsync(old, 0, null));
        await using var fresh = await OpenAsync((await _runway.CheckAsync(task.TaskId!)).Outputs[0], 0, null);
        Assert.Equal("video/mp4", fresh!.ContentType);
    }

    [Fact]
    public async Task Keys_and_signed_addresses_stay_out_of_the_logs()
    {
        var task = await _runway.SubmitAsync(_film);
        _sim.Time.Advance(TimeSpan.FromSeconds(25));
        await using var output = await OpenAsync((await _runway.CheckAsync(task.TaskId!)).Outputs[0], 0, null);

        Assert.Contains(_runway.Logs.Lines, line => line.Contains(_runway.Key.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(_runway.Logs.Lines, line => line.Contains(Simulator.Key, StringComparison.Ordinal) || line.Contains("_jwt", StringComparison.Ordinal));
    }

    private Task<ProviderOutput?> OpenAsync(string url, long from, string? validator) => _runway.Provider.OpenOutputAsync(url, _runway.Key, from, validator, Ct);

    /// <summary>The waits of a call that repeats itself, in seconds of virtual time.</summary>
    private async Task<IReadOnlyList<int>> WaitsOfAsync(Task call)
    {
        var waits = new List<int>();
        while (!call.IsCompleted)
        {
            await Eventually.IsTrueAsync(() => call.IsCompleted || _sim.Time.NextDue is not null);
            var before = _sim.Time.GetUtcNow();
            if (_sim.Time.AdvanceToNextDue())
            {
                waits.Add((int)(_sim.Time.GetUtcNow() - before).TotalSeconds);
            }
        }

        await call;
        return waits;
    }
}
