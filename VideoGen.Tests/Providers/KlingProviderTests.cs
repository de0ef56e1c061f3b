using System.Security.Cryptography;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Providers;

public sealed class KlingProviderTests(SharedSimulator shared) : IClassFixture<SharedSimulator>, IAsyncLifetime
{
    private static readonly ProviderRequest _film = KlingUnderTest.Film;
    private static readonly ProviderAsset _picture = new("https://example.com/a.png");
    private static readonly ProviderRequest _fromPicture = _film with { Kind = TaskKind.ImageToVideo, Image = _picture };
    private static readonly ProviderRequest _fromPictures = _fromPicture with { Model = "kling-v1-6", References = [new("https://example.com/b.png")] };

    private Simulator _sim = null!;
    private KlingUnderTest _kling = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sim = await shared.ResetAsync();
        _kling = KlingUnderTest.At(_sim);
    }

    public ValueTask DisposeAsync() => _kling.DisposeAsync();

    [Fact]
    public async Task A_text_becomes_a_film_at_the_price_of_its_units()
    {
        var task = await _kling.SubmitAsync(_film);
        var waiting = await _kling.CheckAsync(task.TaskId!);
        _sim.Time.Advance(TimeSpan.FromSeconds(25));
        var done = await _kling.CheckAsync(task.TaskId!);

        Assert.Equal((VerdictKind.Accepted, _kling.Key), (task.Kind, task.Key));
        Assert.Equal(VerdictKind.Pending, waiting.Kind);
        Assert.Equal((VerdictKind.Succeeded, 0.21m), (done.Kind, done.Cost));
        Assert.Equal(1.5m, (await _sim.ReadAsync("kling/bill"))["charged"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task A_failed_task_is_not_charged_and_one_that_was_rejected_says_so()
    {
        await _sim.ControlAsync("script", new { script = "failed Failure to pass the risk control system" });
        var rejected = await _kling.CheckAsync((await _kling.SubmitAsync(_film)).TaskId!);
        await _sim.ControlAsync("script", new { script = "failed" });
        var failed = await _kling.CheckAsync((await _kling.SubmitAsync(_film with { AttemptId = "second" })).TaskId!);

        Assert.Equal((VerdictKind.Moderated, 0m), (rejected.Kind, rejected.Cost));
        Assert.Equal((VerdictKind.Failed, 0m), (failed.Kind, failed.Cost));
        Assert.Equal(0, (await _sim.ReadAsync("kling/bill"))["charged"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task A_film_from_a_picture_lies_on_a_path_of_its_own()
    {
        var task = await _kling.SubmitAsync(_fromPicture);

        Assert.Equal(VerdictKind.Pending, (await _kling.CheckAsync(task.TaskId!, _fromPicture)).Kind);
        Assert.Equal(VerdictKind.Gone, (await _kling.CheckAsync(task.TaskId!, _film)).Kind);
    }

    [Fact]
    public async Task A_film_from_several_pictures_is_found_by_the_id_we_return_and_by_its_own()
    {
        var task = await _kling.SubmitAsync(_fromPictures);
        var own = task.TaskId!.Split('/')[^1];

        Assert.Equal($"multi-image2video/{own}", task.TaskId);
        Assert.Equal(VerdictKind.Pending, (await _kling.CheckAsync(task.TaskId, _fromPictures)).Kind);
        Assert.Equal(VerdictKind.Pending, (await _kling.CheckAsync(own, _fromPictures)).Kind);
        Assert.Equal(task.TaskId, (await _kling.LookUpAsync(_fromPictures))!.TaskId);
    }

    [Theory]
    [InlineData("nobody's")]
    [InlineData("image2video/nobody's")]
    [InlineData("no/such/place?x=1")]
    public async Task A_task_of_nobody_is_gone(string id) =>
        Assert.Equal(VerdictKind.Gone, (await _kling.CheckAsync(id, _fromPicture)).Kind);

    [Fact]
    public async Task A_single_key_goes_by_the_new_api_where_it_has_the_model()
    {
        await using var single = KlingUnderTest.At(_sim, KlingUnderTest.Single);
        var text = await single.SubmitAsync(_film);
        var picture = await single.SubmitAsync(_fromPicture with { AttemptId = "second" });
        _sim.Time.Advance(TimeSpan.FromSeconds(25));
        var done = await single.CheckAsync(text.TaskId!);

        Assert.Equal((VerdictKind.Succeeded, 0.21m), (done.Kind, done.Cost));
        Assert.Equal(VerdictKind.Succeeded, (await single.CheckAsync(picture.TaskId!, _fromPicture)).Kind);
        Assert.Equal(text.TaskId, (await single.LookUpAsync())!.TaskId);
        Assert.Equal(
            ["/text-to-video/kling-2.5-turbo", "/image-to-video/kling-2.5-turbo", "/tasks", "/tasks", "/tasks"],
            (await _sim.ReadAsync("log")).AsArray().Select(entry => (string)entry!["path"]!));
    }

    [Fact]
    public async Task A_single_key_goes_by_the_classic_api_for_what_the_new_one_has_not()
    {
        await using var single = KlingUnderTest.At(_sim, KlingUnderTest.Single);
        ProviderRequest[] requests =
        [
            _film with { AttemptId = "old", Model = "kling-v1-6" },
            _film with { AttemptId = "without", NegativePrompt = "dogs" },
            _fromPicture with { AttemptId = "bytes", Image = new(null, Picture(), "image/png") },
        ];

        foreach (var request in requests)
        {
            var task = await single.SubmitAsync(request);
            Assert.Equal(VerdictKind.Pending, (await single.CheckAsync(task.TaskId!, request)).Kind);
            Assert.Equal(VerdictKind.Pending, (await single.CheckAsync(task.TaskId!.Split('/')[^1], request)).Kind);
            Assert.Equal(task.TaskId, (await single.LookUpAsync(request))!.TaskId);
        }

        Assert.Equal(
            ["/v1/videos/text2video", "/v1/videos/text2video", "/v1/videos/image2video"],
            (await _sim.ReadAsync("log?operation=submit")).AsArray().Select(entry => (string)entry!["path"]!));
    }

    [Theory]
    [InlineData("429:1102", VerdictKind.CreditsExhausted)]
    [InlineData("429:1101", VerdictKind.CreditsExhausted)]
    [InlineData("429:1302", VerdictKind.Throttled)]
    [InlineData("429:1303", VerdictKind.Throttled)]
    [InlineData("429:1304", VerdictKind.Forbidden)]
    [InlineData("429:1100", VerdictKind.KeyRefused)]
    [InlineData("200:1102", VerdictKind.CreditsExhausted)]
    [InlineData("400:1301", VerdictKind.Moderated)]
    [InlineData("503:5001", VerdictKind.Outage)]
    public async Task A_refusal_is_told_by_its_number_and_starts_nothing(string fault, VerdictKind kind)
    {
        await _sim.ControlAsync("fault", new { fault = $"submit={fault}" });

        Assert.Equal(kind, (await _kling.SubmitAsync(_film)).Kind);
        Assert.Equal(0, (await _sim.ReadAsync("kling/bill"))["paidSubmits"]!.GetValue<int>());
    }

    [Fact]
    public async Task More_tasks_than_the_pack_allows_wait_outside_until_one_ends()
    {
        await _sim.ControlAsync("kling", new { parallel = 1 });
        await _kling.SubmitAsync(_film);

        var second = await _kling.SubmitAsync(_film with { AttemptId = "second" });
        _sim.Time.Advance(TimeSpan.FromSeconds(25));

        Assert.Equal((VerdictKind.Throttled, true), (second.Kind, second.HeldBack));
        Assert.Equal(VerdictKind.Accepted, (await _kling.SubmitAsync(_film with { AttemptId = "second" })).Kind);
    }

    [Theory]
    [InlineData(1203)]
    [InlineData(1201)]
    public async Task A_retired_model_is_told_from_a_bad_request(int code)
    {
        await _sim.ControlAsync("kling", new { retired = true, retiredCode = code });

        Assert.Equal(VerdictKind.Retired, (await _kling.SubmitAsync(_film with { Model = "kling-v1-6" })).Kind);
        Assert.Equal(VerdictKind.Invalid, (await _kling.SubmitAsync(_film with { Duration = 7 })).Kind);
    }

    [Fact]
    public async Task What_Kling_does_not_make_is_not_sent()
    {
        Assert.Equal(VerdictKind.Invalid, (await _kling.SubmitAsync(_film with { Kind = TaskKind.TextToImage })).Kind);
        Assert.Empty((await _sim.ReadAsync("log")).AsArray());
    }

    [Theory]
    [InlineData("created-hang", 4)]
    [InlineData("created-close", 60)]
    [InlineData("created-html", 60)]
    [InlineData("created-504", 60)]
    [InlineData("cut", 60)]
    public async Task A_task_whose_submit_got_no_answer_is_found_by_its_attempt(string fault, int patience)
    {
        await using var hasty = KlingUnderTest.At(_sim, timeoutSeconds: patience);
        await _sim.ControlAsync("fault", new { fault = $"submit={fault}" });

        var verdict = await hasty.SubmitAsync(_film);
        var found = await _kling.LookUpAsync();

        Assert.Equal((VerdictKind.Unknown, VerdictKind.Accepted), (verdict.Kind, found!.Kind));
        Assert.Equal(VerdictKind.Pending, (await _kling.CheckAsync(found.TaskId!)).Kind);
        Assert.Single((await _sim.ReadAsync("log?operation=submit")).AsArray());
    }

    [Theory]
    [InlineData(KlingUnderTest.Pair)]
    [InlineData(KlingUnderTest.Single)]
    public async Task A_submit_that_never_arrived_is_certainly_gone(string key)
    {
        await using var kling = KlingUnderTest.At(_sim, key);
        await _sim.ControlAsync("fault", new { fault = "submit=html" });

        Assert.Equal(VerdictKind.Unknown, (await kling.SubmitAsync(_fromPictures)).Kind);
        Assert.Equal(VerdictKind.Gone, (await kling.LookUpAsync(_fromPictures))!.Kind);
        Assert.Equal(VerdictKind.Gone, (await kling.LookUpAsync())!.Kind);
    }

    [Fact]
    public async Task An_attempt_made_twice_is_refused_and_leads_to_the_first_task()
    {
        var first = await _kling.SubmitAsync(_film);

        Assert.Equal(VerdictKind.Unknown, (await _kling.SubmitAsync(_film)).Kind);
        Assert.Equal(first.TaskId, (await _kling.LookUpAsync())!.TaskId);
    }

    [Fact]
    public async Task Fields_and_states_of_tomorrow_are_waited_through()
    {
        await _sim.ControlAsync("script", new { script = "dreaming; poll=extra" });
        var task = await _kling.SubmitAsync(_film);

        Assert.Equal(VerdictKind.Pending, (await _kling.CheckAsync(task.TaskId!)).Kind);
    }

    [Fact]
    public async Task A_token_never_grows_old_however_long_a_job_takes()
    {
        await _sim.ControlAsync("script", new { script = "submitted, processing*5, succeed; step=1700" });
        var task = await _kling.SubmitAsync(_film);

        for (var look = 0; look < 5; look++)
        {
            Assert.Equal(VerdictKind.Pending, (await _kling.CheckAsync(task.TaskId!)).Kind);
            _sim.Time.Advance(TimeSpan.FromMinutes(29.9));
        }

        _sim.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(VerdictKind.Succeeded, (await _kling.CheckAsync(task.TaskId!)).Kind);
        Assert.All((await _sim.ReadAsync("log")).AsArray(), entry => Assert.Equal(200, (int)entry!["status"]!));
    }

    [Fact]
    public async Task A_token_said_to_be_too_old_is_made_anew_once()
    {
        await _sim.ControlAsync("fault", new { fault = "submit=401:1004" });
        Assert.Equal(VerdictKind.Accepted, (await _kling.SubmitAsync(_film)).Kind);
        Assert.Equal(2, (await _sim.ReadAsync("log?operation=submit")).AsArray().Count);

        await _sim.ControlAsync("kling", new { skewSeconds = 3600 });
        var verdict = await _kling.SubmitAsync(_film with { AttemptId = "second" });
        Assert.Equal((VerdictKind.KeyRefused, "HTTP 401, code 1004"), (verdict.Kind, verdict.Evidence));
        Assert.Equal(4, (await _sim.ReadAsync("log?operation=submit")).AsArray().Count);
    }

    [Theory]
    [InlineData(-4, 1, VerdictKind.Accepted)]
    [InlineData(-60, 2, VerdictKind.Accepted)]
    [InlineData(-3600, 2, VerdictKind.KeyRefused)]
    public async Task A_clock_behind_ours_is_met_halfway(int skew, int submits, VerdictKind kind)
    {
        await _sim.ControlAsync("kling", new { skewSeconds = skew });

        Assert.Equal(kind, (await _kling.SubmitAsync(_film)).Kind);
        Assert.Equal(submits, (await _sim.ReadAsync("log?operation=submit")).AsArray().Count);
    }

    [Fact]
    public async Task A_look_is_not_repeated_for_the_clock_but_the_next_one_does()
    {
        var task = await _kling.SubmitAsync(_film);
        await _sim.ControlAsync("kling", new { skewSeconds = -60 });

        Assert.Equal(VerdictKind.KeyRefused, (await _kling.CheckAsync(task.TaskId!)).Kind);
        Assert.Single((await _sim.ReadAsync("log?operation=poll")).AsArray());
        Assert.Equal(VerdictKind.Pending, (await _kling.CheckAsync(task.TaskId!)).Kind);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_at_once_and_one_that_is_gone_is_not_sent()
    {
        await using var wrong = KlingUnderTest.At(_sim, "AK_TEST:SK_WRONG");

        Assert.Equal(VerdictKind.KeyRefused, (await wrong.SubmitAsync(_film)).Kind);
        Assert.Equal(VerdictKind.KeyRefused, (await wrong.CreditsAsync())!.Trouble!.Kind);
        Assert.Equal(VerdictKind.KeyRefused, (await _kling.Provider.CheckAsync(KlingUnderTest.Ref("8"), KeyFingerprint.Of("removed"), Ct)).Kind);
        Assert.Equal(2, (await _sim.ReadAsync("log")).AsArray().Count);
    }

    [Fact]
    public async Task Each_key_asks_for_its_own_tasks()
    {
        await using var pool = KlingUnderTest.At(_sim, $"{KlingUnderTest.Pair}, {KlingUnderTest.Single}");
        var other = KeyFingerprint.Of(KlingUnderTest.Single);
        var task = await pool.Provider.SubmitAsync(_film, other, Ct);

        Assert.Equal([KeyFingerprint.Of(KlingUnderTest.Pair), other], pool.Provider.Keys);
        Assert.Equal(VerdictKind.Pending, (await pool.Provider.CheckAsync(KlingUnderTest.Ref(task.TaskId!), other, Ct)).Kind);
        Assert.Equal(VerdictKind.Gone, (await pool.CheckAsync(task.TaskId!)).Kind);
    }

    [Theory]
    [InlineData(KlingUnderTest.Pair)]
    [InlineData(KlingUnderTest.Single)]
    public async Task Whatever_goes_wrong_the_simulator_knows_the_key(string key)
    {
        await using var kling = KlingUnderTest.At(_sim, key);
        await _sim.ControlAsync("fault", new { fault = "submit=401:1004; poll=html" });
        var task = await kling.SubmitAsync(_film);
        await kling.CheckAsync(task.TaskId!);
        await kling.CheckAsync(task.TaskId!);

        var log = (await _sim.ReadAsync("log")).AsArray();
        Assert.Equal(4, log.Count);
        Assert.All(log, entry => Assert.StartsWith((string)entry!["key"]!, kling.Key.Value));
    }

    [Fact]
    public async Task Nothing_can_be_cancelled_and_nobody_is_asked_to()
    {
        var verdict = await _kling.Provider.CancelAsync(KlingUnderTest.Ref("8"), _kling.Key, Ct);

        Assert.Equal((VerdictKind.Pending, _kling.Key), (verdict.Kind, verdict.Key));
        Assert.Empty((await _sim.ReadAsync("log")).AsArray());
    }

    [Fact]
    public async Task The_balance_is_what_the_packs_in_force_hold()
    {
        await _sim.ControlAsync("kling", new
        {
            packs = new object[]
            {
                new { remaining = 100.5, status = "online" },
                new { remaining = 20, status = "online" },
                new { remaining = 400, status = "expired" },
                new { remaining = 0, status = "runOut" },
                new { remaining = 4000, status = "toBeOnline" },
            },
        });

        var credits = (await _kling.CreditsAsync())!;

        Assert.Equal((120.5m, "units", 0.14m, null), (credits.Balance, credits.Unit, credits.UsdPerUnit, credits.Trouble));
    }

    [Fact]
    public async Task An_account_without_packs_tells_no_balance()
    {
        await _sim.ControlAsync("kling", new { packs = (object?)null });

        Assert.Null(await _kling.CreditsAsync());
        Assert.Equal(VerdictKind.CreditsExhausted, (await _kling.SubmitAsync(_film)).Kind);
    }

    [Fact]
    public async Task A_balance_that_lags_does_not_outweigh_the_refusal()
    {
        await _sim.ControlAsync("kling", new { units = 1, stale = 4993 });

        Assert.Equal(4993, (await _kling.CreditsAsync())!.Balance);
        Assert.Equal(VerdictKind.CreditsExhausted, (await _kling.SubmitAsync(_film)).Kind);
    }

    [Fact]
    public async Task The_balance_of_an_account_is_asked_for_once_a_second()
    {
        var calls = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _kling.CreditsAsync()));
        for (var asked = 1; asked <= 4; asked++)
        {
            await Eventually.IsTrueAsync(async () => (await _sim.ReadAsync("log?operation=account")).AsArray().Count(entry => entry!["ended"] is not null) == asked);
            _sim.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.All(await calls, credits => Assert.Equal(5000, credits!.Balance));
    }

    [Fact]
    public async Task An_output_is_read_without_the_key_and_resumed_where_it_broke_off()
    {
        await _sim.ControlAsync("script", new { script = "succeed; size=300000; download=short" });
        var task = await _kling.SubmitAsync(_film);
        var url = (await _kling.CheckAsync(task.TaskId!)).Outputs[0];
        using var file = new MemoryStream();

        await using (var first = await OpenAsync(url, 0, null))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => first!.Content.CopyToAsync(file, Ct));
            await using var rest = await OpenAsync(url, file.Length, first!.Validator);
            Assert.Equal((file.Length, 300_000), (rest!.Start, rest.TotalLength));
            await rest.Content.CopyToAsync(file, Ct);
        }

        Assert.Equal((string?)(await _sim.ReadAsync($"outputs/{task.TaskId}/0.mp4"))["sha256"], Convert.ToHexStringLower(SHA256.HashData(file.ToArray())));
        Assert.All((await _sim.ReadAsync("log?operation=download")).AsArray(), entry => Assert.Null(entry!["key"]));
    }

    [Theory]
    [InlineData(KlingUnderTest.Pair, "SK_TEST")]
    [InlineData(KlingUnderTest.Single, KlingUnderTest.Single)]
    public async Task Keys_and_tokens_stay_out_of_logs_and_verdicts(string key, string secret)
    {
        await using var kling = KlingUnderTest.At(_sim, key, KlingUnderTest.WebhookSecret);
        await _sim.ControlAsync("fault", new { fault = "submit=401:1002; submit=html" });
        List<Verdict> verdicts = [await kling.SubmitAsync(_film), await kling.SubmitAsync(_film), await kling.SubmitAsync(_film)];
        verdicts.Add(await kling.CheckAsync(verdicts[^1].TaskId!));
        verdicts.Add((await kling.LookUpAsync())!);
        await kling.CreditsAsync();

        Assert.Contains(kling.Logs.Lines, line => line.Contains(kling.Key.Value, StringComparison.Ordinal));
        Assert.All(kling.Logs.Lines.Concat(verdicts.Select(verdict => verdict.ToString())), line =>
        {
            Assert.DoesNotContain(secret, line);
            Assert.DoesNotContain("eyJ", line);
            Assert.DoesNotContain("_jwt", line);
        });
    }

    private static byte[] Picture() => File.ReadAllBytes(Path.Combine(Repository.Root, "VideoGen.ProviderSim", "Media", "landscape.png"));

    private Task<ProviderOutput?> OpenAsync(string url, long from, string? validator) => _kling.Provider.OpenOutputAsync(url, _kling.Key, from, validator, Ct);
}
