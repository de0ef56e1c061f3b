using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Signatures;
using VideoGen.Tests.ProviderSim;
using static VideoGen.Tests.Providers.GoogleUnderTest;

namespace VideoGen.Tests.Providers;

public sealed class GoogleProviderTests(SharedSimulator shared) : IClassFixture<SharedSimulator>, IAsyncLifetime
{
    private static readonly ProviderAsset _picture = new(null, new byte[] { 0x89, 0x50, 0x4E, 0x47 }, "image/png");

    private static readonly ProviderRequest _film = Film;
    private static readonly ProviderRequest _scene = _film with { Model = "gemini-omni-1.1-flash" };

    private Simulator _sim = null!;
    private GoogleUnderTest _google = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sim = await shared.ResetAsync();
        _google = At(_sim);
    }

    public ValueTask DisposeAsync() => _google.DisposeAsync();

    [Theory]
    [InlineData("veo-3.1-generate-preview")]
    [InlineData("gemini-omni-1.1-flash")]
    public async Task A_text_becomes_a_film(string model)
    {
        var task = await _google.SubmitAsync(_film with { Model = model });
        var reference = new TaskRef(task.TaskId!, TaskKind.TextToVideo, model);
        var running = await _google.CheckAsync(reference);
        _sim.Time.Advance(TimeSpan.FromSeconds(25));
        var done = await _google.CheckAsync(reference);
        await using var output = await _google.OpenAsync(Assert.Single(done.Outputs));

        Assert.Equal((VerdictKind.Accepted, _google.Key), (task.Kind, task.Key));
        Assert.Equal((VerdictKind.Pending, null), (running.Kind, running.Progress));
        Assert.Equal((VerdictKind.Succeeded, null, _google.Key), (done.Kind, done.Cost, done.Key));
        Assert.Equal(await DigestAsync(task), Convert.ToHexStringLower(await SHA256.HashDataAsync(output!.Content, Ct)));
    }

    [Fact]
    public async Task The_key_goes_to_googles_own_host_and_to_no_other()
    {
        var output = await AFilmAsync();

        await using var content = await _google.OpenAsync(output);

        Assert.StartsWith("https://generativelanguage.googleapis.com/v1beta/files/", output);
        var (asked, served) = ((await LogAsync()).Single(Is("/v1beta/files/")), (await LogAsync()).Single(Is("/media/")));
        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.OK), ((HttpStatusCode)(int)asked["status"]!, (HttpStatusCode)(int)served["status"]!));
        Assert.Equal((true, false), (asked["key"] is not null, served["key"] is not null));
        Assert.Equal($"localhost:{_sim.Address.Port}", (string?)served["headers"]!["host"]);

        static Func<JsonNode, bool> Is(string path) => entry => ((string)entry["path"]!).StartsWith(path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_host_is_asked_without_the_key()
    {
        await Assert.ThrowsAsync<TransientException>(() => _google.OpenAsync("http://localhost:1/v1beta/files/abc:download"));

        Assert.Null(await _google.OpenAsync($"http://localhost:{_sim.Address.Port}/v1beta/files/abc:download?alt=media"));
        Assert.Null((await LogAsync()).Single()["key"]);
    }

    [Theory]
    [InlineData("gs://bucket/video.mp4")]
    [InlineData("file:///etc/hostname")]
    [InlineData("files/abc")]
    [InlineData("")]
    public async Task An_address_that_is_none_serves_nothing(string output) => Assert.Null(await _google.OpenAsync(output));

    [Fact]
    public async Task A_download_goes_on_where_it_broke_off()
    {
        await _sim.ControlAsync("script", new { script = "SUCCEEDED; size=300000; download=short" });
        var output = await AFilmAsync();
        using var file = new MemoryStream();

        await using var first = await _google.OpenAsync(output);
        await Assert.ThrowsAnyAsync<Exception>(() => first!.Content.CopyToAsync(file, Ct));
        await using var rest = await _google.OpenAsync(output, file.Length, first!.Validator);
        Assert.Equal((file.Length, 300_000), (rest!.Start, rest.TotalLength));
        await rest.Content.CopyToAsync(file, Ct);

        Assert.Equal(300_000, file.Length);
    }

    [Fact]
    public async Task After_two_days_neither_file_nor_operation_is_there()
    {
        var task = await _google.SubmitAsync(_film);
        _sim.Time.Advance(TimeSpan.FromSeconds(25));
        var output = (await _google.CheckAsync(Veo(task.TaskId))).Outputs[0];
        _sim.Time.Advance(TimeSpan.FromDays(2));

        Assert.Null(await _google.OpenAsync(output));
        Assert.Equal(VerdictKind.Gone, (await _google.CheckAsync(Veo(task.TaskId))).Kind);
    }

    [Fact]
    public async Task A_video_that_comes_inside_the_answer_all_the_same_is_taken_from_there()
    {
        // As it would be answered by a service that does not care for the delivery asked for.
        await _sim.ControlAsync("google", new { inline = true });
        var task = await _google.SubmitAsync(_scene);
        _sim.Time.Advance(TimeSpan.FromSeconds(25));
        var done = await _google.CheckAsync(Omni(task.TaskId));

        await using var output = await _google.OpenAsync(done.Outputs[0]);

        Assert.Equal($"v1beta/interactions/{task.TaskId}", done.Outputs[0]);
        Assert.Equal(await DigestAsync(task), Convert.ToHexStringLower(await SHA256.HashDataAsync(output!.Content, Ct)));
    }

    [Theory]
    [InlineData("SUCCEEDED", VerdictKind.Succeeded)]
    [InlineData("FILTERED", VerdictKind.Moderated)]
    [InlineData("FAILED unsafe", VerdictKind.Moderated)]
    [InlineData("FAILED depleted", VerdictKind.CreditsExhausted)]
    [InlineData("FAILED 3", VerdictKind.Invalid)]
    [InlineData("FAILED 13", VerdictKind.Failed)]
    [InlineData("RUNNING", VerdictKind.Pending)]
    [InlineData("DREAMING; poll=extra", VerdictKind.Pending)]
    public async Task The_end_of_a_task_is_understood_at_both_apis(string script, VerdictKind kind)
    {
        await _sim.ControlAsync("script", new { script, times = 2 });
        var (operation, interaction) = (await _google.SubmitAsync(_film), await _google.SubmitAsync(_scene));
        _sim.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(kind, (await _google.CheckAsync(Veo(operation.TaskId))).Kind);
        Assert.Equal(kind, (await _google.CheckAsync(Omni(interaction.TaskId))).Kind);
    }

    [Fact]
    public async Task A_prompt_is_rejected_at_once_and_nothing_is_charged()
    {
        await _sim.ControlAsync("script", new { script = "REJECTED", times = 2 });

        Assert.Equal(VerdictKind.Moderated, (await _google.SubmitAsync(_film)).Kind);
        Assert.Equal(VerdictKind.Moderated, (await _google.SubmitAsync(_scene)).Kind);
        Assert.Equal(0, (int?)(await _sim.ReadAsync("google/bill"))["paidSubmits"]);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(402)]
    public async Task An_empty_account_is_noticed_whatever_the_status_and_then_money_returns(int status)
    {
        await _sim.ControlAsync("google", new { credits = 3.19, depleted = status });
        var refused = await _google.SubmitAsync(_film);
        await _sim.ControlAsync("google", new { credits = 3.20 });

        Assert.Equal((VerdictKind.CreditsExhausted, $"HTTP {status} RESOURCE_EXHAUSTED"), (refused.Kind, refused.Evidence));
        Assert.Equal(VerdictKind.Accepted, (await _google.SubmitAsync(_film)).Kind);
        Assert.Equal(VerdictKind.CreditsExhausted, (await _google.SubmitAsync(_film)).Kind);
    }

    [Theory]
    [InlineData("free", VerdictKind.CreditsExhausted, null)]
    [InlineData("minute", VerdictKind.Throttled, 47)]
    [InlineData("plain", VerdictKind.Throttled, null)]
    public async Task A_quota_is_told_from_an_empty_account(string quota, VerdictKind kind, int? seconds)
    {
        await _sim.ControlAsync("google", new { quota });

        var verdict = await _google.SubmitAsync(_film);

        Assert.Equal((kind, seconds), (verdict.Kind, verdict.RetryAfterSeconds));
    }

    [Fact]
    public async Task A_quota_of_the_day_is_back_with_the_next_one()
    {
        await _sim.ControlAsync("google", new { quota = "day" });

        var verdict = await _google.SubmitAsync(_film);

        Assert.Equal(VerdictKind.Throttled, verdict.Kind);
        Assert.InRange(verdict.RetryAfterSeconds!.Value, 48, 24 * 3600);
    }

    [Fact]
    public async Task Google_tells_no_balance() => Assert.Null(await _google.Provider.CreditsAsync(_google.Key, Ct));

    [Fact]
    public async Task A_retired_model_is_told_from_a_bad_request()
    {
        await _sim.ControlAsync("google", new { retired = true });

        Assert.Equal(VerdictKind.Retired, (await _google.SubmitAsync(_film)).Kind);
        Assert.Equal(VerdictKind.Retired, (await _google.SubmitAsync(_film with { Model = "veo-9" })).Kind);
        Assert.Equal(VerdictKind.Retired, (await _google.SubmitAsync(_scene with { Model = "gemini-omni-9" })).Kind);
        Assert.Equal(VerdictKind.Invalid, (await _google.SubmitAsync(_scene with { Duration = 11 })).Kind);
    }

    [Theory]
    [InlineData("created-hang")]
    [InlineData("created-504")]
    [InlineData("500")]
    [InlineData("cut")]
    public async Task A_lost_answer_is_a_doubt_that_Google_cannot_settle(string fault)
    {
        await using var hasty = At(_sim, timeoutSeconds: 2);
        await _sim.ControlAsync("fault", new { fault = $"submit={fault}" });

        var verdict = await hasty.SubmitAsync(_film with { PersonGeneration = "allow_all" });

        Assert.Equal((VerdictKind.Unknown, false), (verdict.Kind, hasty.Provider.CanLookUp));
        Assert.Single(await LogAsync("submit"));
    }

    [Fact]
    public async Task An_operation_cannot_be_cancelled_and_an_interaction_can_even_twice()
    {
        var (operation, interaction) = (await _google.SubmitAsync(_film), await _google.SubmitAsync(_scene));

        Assert.Equal(VerdictKind.Pending, (await _google.CancelAsync(Veo(operation.TaskId))).Kind);
        Assert.Equal(VerdictKind.Canceled, (await _google.CancelAsync(Omni(interaction.TaskId))).Kind);
        Assert.Equal(VerdictKind.Canceled, (await _google.CancelAsync(Omni(interaction.TaskId))).Kind);
        Assert.Equal(VerdictKind.Canceled, (await _google.CheckAsync(Omni(interaction.TaskId))).Kind);
        Assert.Equal(3.20m, (decimal?)(await _sim.ReadAsync("google/bill"))["charged"]);
    }

    [Fact]
    public async Task A_wish_about_persons_that_google_refuses_is_left_out_and_that_is_said()
    {
        await _sim.ControlAsync("google", new { region = "none" });

        var verdict = await _google.SubmitAsync(_film with { PersonGeneration = "dont_allow" });

        Assert.Equal((VerdictKind.Accepted, "Google does not take personGeneration dont_allow here; it was left out."), (verdict.Kind, verdict.Detail));
        Assert.Equal([("dont_allow", 400), (null, 200)], (await LogAsync("submit")).Select(entry => ((string?)entry["body"]!["parameters"]!["personGeneration"], (int)entry["status"]!)));
        Assert.Equal(1, (int?)(await _sim.ReadAsync("google/bill"))["paidSubmits"]);
    }

    [Fact]
    public async Task A_refusal_after_the_wish_was_left_out_keeps_its_own_words()
    {
        await _sim.ControlAsync("google", new { region = "none", credits = 0 });

        var verdict = await _google.SubmitAsync(_film with { PersonGeneration = "allow_adult" });

        Assert.Equal(VerdictKind.CreditsExhausted, verdict.Kind);
        Assert.StartsWith("Your prepayment credits are depleted.", verdict.Detail);
    }

    [Fact]
    public async Task A_picture_without_its_bytes_is_refused_before_anything_is_sent()
    {
        var byUrl = new ProviderAsset("https://example.com/cat.png");

        Assert.Equal(VerdictKind.Invalid, (await _google.SubmitAsync(_film with { Kind = TaskKind.ImageToVideo, Image = byUrl })).Kind);
        Assert.Equal(VerdictKind.Invalid, (await _google.SubmitAsync(_scene with { References = [_picture, byUrl] })).Kind);
        Assert.Equal(VerdictKind.Invalid, (await _google.SubmitAsync(_film with { Kind = TaskKind.ImageToVideo })).Kind);
        Assert.Equal(VerdictKind.Invalid, (await _google.SubmitAsync(_scene with { Kind = TaskKind.VideoToVideo, Video = new ProviderAsset(null, new byte[9], "video/mp4") })).Kind);
        Assert.Empty(await LogAsync());
    }

    [Theory]
    [InlineData("veo-3.1-generate-preview", "1080p", 7)]
    [InlineData("veo-2.0-generate-001", null, null)]
    [InlineData("gemini-omni-1.1-flash", "360p", null)]
    public async Task A_picture_with_all_that_its_model_takes_is_accepted(string model, string? resolution, int? seed)
    {
        var request = _film with
        {
            Model = model,
            Kind = TaskKind.ImageToVideo,
            Image = _picture,
            NegativePrompt = "dogs",
            PersonGeneration = "allow_adult",
            Resolution = resolution,
            Seed = seed,
        };

        var verdict = await _google.SubmitAsync(request);

        Assert.Equal((VerdictKind.Accepted, null), (verdict.Kind, verdict.Detail));
    }

    [Fact]
    public async Task References_travel_with_the_request()
    {
        Assert.Equal(VerdictKind.Accepted, (await _google.SubmitAsync(_film with { References = [_picture, _picture] })).Kind);
        Assert.Equal(VerdictKind.Accepted, (await _google.SubmitAsync(_scene with { References = [_picture] })).Kind);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_at_once()
    {
        await using var wrong = At(_sim, "key-of-nobody");

        Assert.Equal(VerdictKind.KeyRefused, (await wrong.SubmitAsync(_film)).Kind);
        Assert.Equal(VerdictKind.KeyRefused, (await wrong.CheckAsync(Veo("models/m/operations/o"))).Kind);
    }

    [Fact]
    public async Task Each_key_asks_for_its_own_tasks()
    {
        var other = "AIza9876543210-abcdefghijklmnopqrstuvwx";
        await using var pool = At(_sim, $"{SomeKey}, {other}");
        var task = await pool.Provider.SubmitAsync(_film, KeyFingerprint.Of(other), Ct);

        Assert.Equal(VerdictKind.Pending, (await pool.Provider.CheckAsync(Veo(task.TaskId), KeyFingerprint.Of(other), Ct)).Kind);
        Assert.Equal(VerdictKind.Gone, (await pool.Provider.CheckAsync(Veo(task.TaskId), KeyFingerprint.Of(SomeKey), Ct)).Kind);
    }

    [Fact]
    public async Task Callbacks_are_asked_for_only_where_they_can_be_verified()
    {
        var callback = new Uri("https://videos.example.com/api/webhooks/google?attempt=1");
        await using var trusting = At(_sim, webhookSecret: WebhookSecret.Create().Reveal());

        await _google.SubmitAsync(_film with { CallbackUrl = callback });
        await trusting.SubmitAsync(_film with { CallbackUrl = callback });
        await trusting.SubmitAsync(_scene with { CallbackUrl = callback });

        var bodies = (await LogAsync("submit")).Select(entry => entry["body"]!).ToList();
        Assert.Null(bodies[0]["webhookConfig"]);
        Assert.Equal(callback.AbsoluteUri, (string?)bodies[1]["webhookConfig"]!["uris"]![0]);
        Assert.Equal(callback.AbsoluteUri, (string?)bodies[2]["webhook_config"]!["uris"]![0]);
    }

    [Fact]
    public async Task A_callback_is_believed_by_its_signature_alone()
    {
        var (secret, next) = (WebhookSecret.Create(), WebhookSecret.Create());
        await using var trusting = At(_sim, webhookSecret: $"{secret.Reveal()},{next.Reveal()}");
        var body = """{"type":"video.generated"}"""u8.ToArray();
        var now = _sim.Time.GetUtcNow().ToUnixTimeSeconds();

        Assert.Equal("msg_1", (await CheckAsync(trusting, [secret], now)).DeliveryId);
        Assert.True((await CheckAsync(trusting, [next], now)).IsGenuine);
        Assert.False((await CheckAsync(trusting, [WebhookSecret.Create()], now)).IsGenuine);
        Assert.False((await CheckAsync(trusting, [secret], now - 301)).IsGenuine);
        Assert.False((await CheckAsync(_google, [secret], now)).IsGenuine);
        Assert.False((await trusting.Provider.CheckCallbackAsync(new(new Dictionary<string, string>(), body), Ct)).IsGenuine);

        Task<CallbackCheck> CheckAsync(GoogleUnderTest google, WebhookSecret[] secrets, long timestamp) => google.Provider.CheckCallbackAsync(
            new(
                new Dictionary<string, string>
                {
                    [StandardWebhooks.IdHeader] = "msg_1",
                    [StandardWebhooks.TimestampHeader] = $"{timestamp}",
                    [StandardWebhooks.SignatureHeader] = StandardWebhooks.Sign(secrets, "msg_1", timestamp, body),
                },
                body),
            Ct);
    }

    [Fact]
    public async Task Keys_and_signed_addresses_stay_out_of_the_logs_of_downloads()
    {
        await using var output = await _google.OpenAsync(await AFilmAsync());

        Assert.DoesNotContain(_google.Logs.Lines, line => line.Contains(SomeKey, StringComparison.Ordinal) || line.Contains("_jwt", StringComparison.Ordinal));
    }

    private async Task<string> AFilmAsync()
    {
        var task = await _google.SubmitAsync(_film);
        _sim.Time.Advance(TimeSpan.FromSeconds(25));
        return (await _google.CheckAsync(Veo(task.TaskId))).Outputs[0];
    }

    private async Task<List<JsonNode>> LogAsync(string? operation = null) =>
        [.. (await _sim.ReadAsync(operation is null ? "log" : $"log?operation={operation}")).AsArray().Select(entry => entry!)];

    /// <summary>Of what the simulator made for the task.</summary>
    private async Task<string> DigestAsync(Verdict task) => (string)(await _sim.ReadAsync($"outputs/{task.TaskId!.Split('/')[^1]}/0.mp4"))["sha256"]!;
}
