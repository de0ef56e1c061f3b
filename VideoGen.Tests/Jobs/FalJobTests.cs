using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using VideoGen.Tests.Providers;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

public sealed class FalJobTests
{
    private static readonly string[] _configured = ["RUNWAY_API_KEY=", $"PIKA_API_KEY={FalUnderTest.Secret}"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_prompt_becomes_a_stored_video_by_Pika()
    {
        await using var app = await TestApp.StartAsync(_configured);
        var id = await app.AJobAsync(new { prompt = "A cat on a roof", model = "pika", aspectRatio = "9:16", duration = 5, camera = "zoom_in", negativePrompt = "rain", seed = 7 });

        var job = await app.JobWhenOverAsync(id);
        var video = job["videos"]![0]!;
        var answer = await app.Http.GetAsync((string)video["contentUrl"]!, Ct);

        Assert.Equal(("completed", "live", "fal", "pika-2.2"), ((string?)job["status"], (string?)job["mode"], (string?)job["provider"], (string?)job["model"]));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((string?)video["sha256"], Convert.ToHexStringLower(SHA256.HashData(await answer.Content.ReadAsByteArrayAsync(Ct))));
        Assert.Equal((decimal?)job["cost"]!["charged"], (await app.Sim.ReadAsync("fal/bill"))["charged"]!.GetValue<decimal>());
        var sent = (await app.Sim.ReadAsync("log?operation=submit")).AsArray().Single()!["body"]!;
        Assert.Equal(("9:16", "720p", "5", 7, "rain"),
            ((string?)sent["aspect_ratio"], (string?)sent["resolution"], (string?)sent["duration"], (int?)sent["seed"], (string?)sent["negative_prompt"]));
        Assert.EndsWith("Camera: slowly zoom in on the subject.", (string?)sent["prompt"]);
    }

    [Fact]
    public async Task An_exhausted_balance_leads_to_a_simulation_and_ends_by_itself()
    {
        await using var app = await TestApp.StartAsync(_configured);
        await app.Sim.ControlAsync("fal", new { credits = 0 });

        var broke = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat" }));
        Assert.Equal(("completed", "simulation", "Simulation mode (insufficient credits)"), ((string?)broke["status"], (string?)broke["mode"], (string?)broke["message"]));

        await app.Sim.ControlAsync("fal", new { credits = 5 });
        await app.PassAsync(TimeSpan.FromSeconds(90));
        var paid = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat" }));
        Assert.Equal(("completed", "live"), ((string?)paid["status"], (string?)paid["mode"]));
    }

    [Theory]
    [InlineData("COMPLETED content_policy_violation", "CONTENT_REJECTED")]
    [InlineData("COMPLETED image_too_small", "INVALID_REQUEST")]
    public async Task What_is_completed_and_then_refused_is_tried_nowhere_else(string script, string code)
    {
        await using var app = await TestApp.StartAsync(_configured);

        var job = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = $"A cat [sim: {script}]" }));

        Assert.Equal(("failed", code), ((string?)job["status"], (string?)job["error"]!["code"]));
        Assert.Single((await app.Sim.ReadAsync("log?operation=submit")).AsArray());
    }

    [Fact]
    public async Task A_request_that_breaks_at_fal_is_free_and_tried_once_more()
    {
        await using var app = await TestApp.StartAsync(_configured);
        await app.Sim.ControlAsync("script", new { script = "IN_PROGRESS, COMPLETED runner_disconnected" });

        var job = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat", duration = 5 }));

        Assert.Equal(("completed", 0.20m), ((string?)job["status"], (decimal?)job["cost"]!["charged"]));
        Assert.Equal(["failed", "succeeded"], job["trace"]!.AsArray().Select(hop => (string?)hop!["verdict"]));
    }

    [Fact]
    public async Task A_canceled_job_takes_its_request_out_of_the_queue()
    {
        await using var app = await TestApp.StartAsync(_configured);
        var id = await app.AJobAsync(new { prompt = "A cat [sim: IN_QUEUE 9*100, COMPLETED]" });
        await app.JobWhenAtAsync(id, "generating");
        await app.SettleAsync();

        await app.PostAsync($"/api/videos/{id}/cancel");
        var job = await app.JobWhenOverAsync(id);

        Assert.Equal("canceled", (string?)job["status"]);
        Assert.Equal(0, (await app.Sim.ReadAsync("fal/bill"))["charged"]!.GetValue<decimal>());
        Assert.Equal(202, (int?)(await app.Sim.ReadAsync("log?operation=delete")).AsArray().Single()!["status"]);
    }

    [Fact]
    public async Task A_callback_of_fal_brings_the_look_forward_and_a_forged_one_does_not()
    {
        await using var app = await TestApp.StartAsync(_configured);
        var id = await app.AJobAsync(new { prompt = "A cat [sim: COMPLETED]" });
        await app.JobWhenAtAsync(id, "generating");
        await app.SettleAsync();
        var (task, started) = ((string)(await app.Sim.ReadAsync("log?operation=submit"))[0]!["task"]!, app.Time.GetUtcNow());

        Assert.Equal(401, await CallBackAsync("wrong"));
        Assert.Equal(401, await CallBackAsync("old"));
        Assert.Empty((await app.Sim.ReadAsync("log?operation=poll")).AsArray());
        Assert.Equal(202, await CallBackAsync(""));
        var job = await app.JobWhenOverAsync(id);

        Assert.Equal("completed", (string?)job["status"]);
        Assert.InRange((app.Time.GetUtcNow() - started).TotalSeconds, 0, 30);

        async Task<int?> CallBackAsync(string callback)
        {
            var body = new JsonObject { ["task"] = task, ["url"] = $"{app.Http.BaseAddress}api/webhooks/fal?attempt={id}-0-1", ["callback"] = callback };
            var answer = await app.Sim.PostAsync("/_sim/fal/webhook", body.ToJsonString());
            await app.SettleAsync();
            return (int?)answer.Json!["status"];
        }
    }

    [Fact]
    public async Task Its_keys_are_in_nothing_the_app_writes_or_answers()
    {
        await using var app = await TestApp.StartAsync([.. _configured, $"FAL_ADMIN_KEY={FalUnderTest.AdminSecret}", $"OPENAI_API_KEY={Enhancement.EnhancerUnderTest.Secret}"]);
        var job = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat", enhancePrompt = true }));
        var answers = new List<string> { job.ToString(), (await app.GetAsync("/api/providers")).Body, (await app.GetAsync("/api/providers/fal/credits")).Body };

        Assert.All([FalUnderTest.Secret, FalUnderTest.AdminSecret, Enhancement.EnhancerUnderTest.Secret], secret =>
            Assert.DoesNotContain(app.Logs.Lines.Concat(answers), text => text.Contains(secret)));
    }
}
