using System.Security.Cryptography;
using System.Text.Json.Nodes;
using VideoGen.Functions.Signatures;
using VideoGen.Tests.Providers;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

public sealed class GoogleJobTests : IDisposable
{
    /// <summary>Veo is gone by now; whoever has it still, has it by such a file.</summary>
    private readonly ModelsFile _models = new("""{ "veo-3.1": { "retiresOn": null } }""");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData("veo-3.1", 3.20)]
    [InlineData("gemini-omni-1.1-flash", 0.80)]
    public async Task A_prompt_becomes_a_stored_video_by_either_api(string model, decimal price)
    {
        await using var app = await StartAsync();

        var job = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat on a roof", model, duration = 8, aspectRatio = "9:16" }));
        var video = job["videos"]![0]!;
        var content = await app.Http.GetByteArrayAsync((string)video["contentUrl"]!, Ct);

        Assert.Equal(("completed", "live", "google", model), ((string?)job["status"], (string?)job["mode"], (string?)job["provider"], (string?)job["model"]));
        Assert.Equal((string?)video["sha256"], Convert.ToHexStringLower(SHA256.HashData(content)));
        Assert.Equal((720, 1280, 8), ((int)video["width"]!, (int)video["height"]!, (int)Math.Round((double)video["durationSeconds"]!)));
        Assert.Equal((price, price), ((decimal)job["cost"]!["charged"]!, (decimal)(await app.Sim.ReadAsync("google/bill"))["charged"]!));
    }

    [Fact]
    public async Task All_that_Veo_takes_is_sent_and_what_it_refuses_of_it_is_said()
    {
        await using var app = await StartAsync();
        await app.Sim.ControlAsync("google", new { region = "none" });

        var job = await app.JobWhenOverAsync(await app.AJobAsync(new
        {
            prompt = "A cat on a roof",
            model = "veo-3.1",
            duration = 8,
            negativePrompt = "rain",
            seed = 7,
            personGeneration = "allow_adult",
            width = 1920,
            height = 1080,
        }));

        Assert.Equal("completed", (string?)job["status"]);
        Assert.Equal("Google does not take personGeneration allow_adult here; it was left out.", (string?)job["trace"]![0]!["detail"]);
        var sent = (await SubmitsAsync(app)).Select(body => body["parameters"]!).ToList();
        Assert.Equal(["allow_adult", null], sent.Select(parameters => (string?)parameters["personGeneration"]));
        Assert.Equal(("16:9", 8, "1080p", 7, "rain", 1), ((string?)sent[1]["aspectRatio"], (int)sent[1]["durationSeconds"]!, (string?)sent[1]["resolution"],
            (int)sent[1]["seed"]!, (string?)sent[1]["negativePrompt"], (int)sent[1]["sampleCount"]!));
    }

    [Fact]
    public async Task A_picture_of_the_caller_travels_inside_the_request()
    {
        await using var app = await StartAsync();
        var png = await File.ReadAllBytesAsync(Repository.File("VideoGen.ProviderSim", "Media", "landscape.png"), Ct);

        var job = await app.JobWhenOverAsync(await app.AJobAsync(new
        {
            prompt = "She turns and smiles",
            kind = "image-to-video",
            model = "veo-3.1",
            image = new { base64 = Convert.ToBase64String(png) },
        }));

        Assert.Equal("completed", (string?)job["status"]);
        // The log keeps long bodies only by their length.
        var entry = (await app.Sim.ReadAsync("log?operation=submit"))[0]!;
        Assert.True(long.Parse((string)entry["headers"]!["content-length"]!, null) > png.Length * 4L / 3, (string?)entry["headers"]!["content-length"]);
    }

    [Theory]
    [InlineData("veo-3.1", "FILTERED")]
    [InlineData("veo-3.1", "FAILED unsafe")]
    [InlineData("veo-3.1", "REJECTED")]
    [InlineData("gemini-omni-1.1-flash", "FILTERED")]
    public async Task What_the_filter_keeps_back_is_tried_nowhere_else_and_costs_nothing(string model, string script)
    {
        await using var app = await StartAsync();

        var job = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = $"A cat [sim: {script}]", model }));

        Assert.Equal(("failed", "CONTENT_REJECTED", 0m), ((string?)job["status"], (string?)job["error"]!["code"], (decimal)job["cost"]!["charged"]!));
        Assert.Single(await SubmitsAsync(app));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(402)]
    public async Task A_depleted_account_leads_to_a_simulation_and_a_real_job_finds_out_when_there_is_money_again(int status)
    {
        await using var app = await StartAsync();
        await app.Sim.ControlAsync("google", new { credits = 0, depleted = status });

        var broke = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat", model = "veo-3.1" }));
        Assert.Equal(("completed", "simulation", "Simulation mode (insufficient credits)"), ((string?)broke["status"], (string?)broke["mode"], (string?)broke["message"]));

        await app.Sim.ControlAsync("google", new { credits = 5 });
        await app.PassAsync(TimeSpan.FromSeconds(90));
        var paid = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat", model = "veo-3.1" }));
        Assert.Equal(("completed", "live"), ((string?)paid["status"], (string?)paid["mode"]));
    }

    [Fact]
    public async Task A_model_that_is_gone_is_said_to_be_and_does_not_count_against_the_key()
    {
        await using var app = await StartAsync();
        await app.Sim.ControlAsync("google", new { retired = true });

        var job = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat", model = "veo-3.1", provider = "google", simulation = "never" }));
        var next = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat", model = "gemini-omni-1.1-flash" }));

        Assert.Equal("retired", (string?)job["trace"]![0]!["verdict"]);
        Assert.Equal(("completed", "live"), ((string?)next["status"], (string?)next["mode"]));
    }

    [Fact]
    public async Task A_canceled_interaction_is_ended_at_Google()
    {
        await using var app = await StartAsync();
        var id = await app.AJobAsync(new { prompt = "A cat [sim: IN_PROGRESS]", model = "gemini-omni-1.1-flash" });
        await app.JobWhenAtAsync(id, "generating");
        await app.PassAsync(TimeSpan.FromSeconds(10));

        await app.PostAsync($"/api/videos/{id}/cancel");
        var job = await app.JobWhenOverAsync(id);

        Assert.Equal("canceled", (string?)job["status"]);
        Assert.Equal("CANCELLED", (string?)(await app.Sim.ReadAsync("google/bill"))["tasks"]![0]!["status"]);
    }

    [Fact]
    public async Task A_signed_callback_brings_the_next_look_forward()
    {
        var secret = WebhookSecret.Create();
        await using var app = await StartAsync($"GEMINI_WEBHOOK_SECRET={secret.Reveal()}", "PUBLIC_URL=https://videos.example.com", "POLL_FIRST_SECONDS=600", "POLL_LOOKS=600");
        var id = await app.AJobAsync(new { prompt = "A cat", model = "veo-3.1" });
        await app.JobWhenAtAsync(id, "generating");
        await app.PassAsync(TimeSpan.FromSeconds(30));
        var uri = new Uri((string)(await SubmitsAsync(app)).Single()["webhookConfig"]!["uris"]![0]!);
        Assert.Equal("videos.example.com", uri.Host);

        var body = """{"type":"video.generated"}"""u8.ToArray();
        var now = app.Time.GetUtcNow().ToUnixTimeSeconds();
        var reply = await app.PostAsync(
            uri.PathAndQuery,
            System.Text.Encoding.UTF8.GetString(body),
            (StandardWebhooks.IdHeader, "msg_1"), (StandardWebhooks.TimestampHeader, $"{now}"), (StandardWebhooks.SignatureHeader, StandardWebhooks.Sign([secret], "msg_1", now, body)));
        await app.PassAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(System.Net.HttpStatusCode.Accepted, reply.Status);
        Assert.Equal("completed", (string?)(await app.JobAsync(id))["status"]);
    }

    private Task<TestApp> StartAsync(params string[] settings) =>
        TestApp.StartAsync(["RUNWAY_API_KEY=", $"GEMINI_API_KEY={GoogleUnderTest.SomeKey}", _models.Setting, .. settings]);

    private static async Task<List<JsonNode>> SubmitsAsync(TestApp app) => [.. (await app.Sim.ReadAsync("log?operation=submit")).AsArray().Select(entry => entry!["body"]!)];
}
