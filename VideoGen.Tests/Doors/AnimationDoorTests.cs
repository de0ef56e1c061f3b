using System.Net;
using System.Text.Json.Nodes;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Doors.Animation;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

public sealed class AnimationDoorTests
{
    private static readonly object Sample = new { style = "cartoon", theme = "animals", orientation = "portrait", prompt = "cute animals playing in forest" };

    [Fact]
    public async Task The_animation_is_in_the_answer()
    {
        await using var app = await TestApp.StartAsync();

        var reply = await GenerateAsync(app, Sample);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        var answer = reply.Json!;
        Assert.Equal((true, "completed", "Animation generated with Runway Gen-4", "live"),
            ((bool)answer["success"]!, (string?)answer["status"], (string?)answer["message"], (string?)answer["mode"]));
        Assert.Equal("Cartoon animation, animals: cute animals playing in forest", (string?)answer["description"]);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync((string)answer["videoUrl"]!)).Status);
        var submits = (await app.Sim.ReadAsync("log?operation=submit")).AsArray().Select(entry => entry!["body"]!).ToList();
        Assert.Equal(["gen4_image", "gen4_turbo"], submits.Select(body => (string?)body["model"]));
        Assert.Equal((10, "720:1280"), ((int)submits[1]["duration"]!, (string?)submits[1]["ratio"]));
    }

    [Fact]
    public async Task Without_credits_it_is_simulated_in_the_open_and_with_credits_again_it_is_real()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sim.NoCreditsAsync();

        var simulated = (await GenerateAsync(app, Sample)).Json!;
        var poor = (await app.GetAsync("/api/runway/credits")).Json!;
        await app.Sim.ControlAsync("runway", new { credits = 1000 });
        await app.PassAsync(TimeSpan.FromMinutes(2));
        var rich = (await app.GetAsync("/api/runway/credits")).Json!;
        var live = (await GenerateAsync(app, Sample)).Json!;

        Assert.Equal((true, "Simulation mode (insufficient credits)"), ((bool)simulated["success"]!, (string?)simulated["message"]));
        Assert.EndsWith("(simulation - insufficient credits)", (string?)simulated["description"]);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync((string)simulated["videoUrl"]!)).Status);
        Assert.Equal((false, 0, "Simulation mode (insufficient credits)"), ((bool)poor["canGenerate"]!, (int)poor["credits"]!, (string?)poor["message"]));
        Assert.Equal((true, 1000, "live"), ((bool)rich["canGenerate"]!, (int)rich["credits"]!, (string?)rich["mode"]));
        Assert.Equal("live", (string?)live["mode"]);
    }

    [Fact]
    public async Task Credits_that_do_not_pay_one_animation_make_none()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sim.ControlAsync("runway", new { credits = 54 });

        var credits = (await app.GetAsync("/api/runway/credits")).Json!;

        Assert.Equal((54, 0.55m, false), ((int)credits["credits"]!, (decimal)credits["requiredUsd"]!, (bool)credits["canGenerate"]!));
    }

    [Fact]
    public async Task One_that_takes_too_long_goes_on_and_is_found_by_its_id()
    {
        await using var app = await TestApp.StartAsync("ANIMATION_WAIT_SECONDS=20");
        var held = app.PostAsync("/api/animations/generate", Sample);
        var id = await TheJobAsync(app);
        await app.PassAsync(TimeSpan.FromSeconds(21));

        var reply = await held;
        await app.JobWhenOverAsync(id);
        var later = await app.GetAsync($"/api/animations/{id}");

        Assert.Equal((HttpStatusCode.GatewayTimeout, false, "GENERATION_TIMEOUT", id),
            (reply.Status, (bool)reply.Json!["success"]!, (string?)reply.Json["code"], (string?)reply.Json["id"]));
        Assert.Equal((true, "completed"), ((bool)later.Json!["success"]!, (string?)later.Json["status"]));
    }

    [Fact]
    public async Task A_failure_is_no_success()
    {
        await using var app = await TestApp.StartAsync();

        var reply = await GenerateAsync(app, new { prompt = "A cat [sim: FAILED SAFETY.INPUT.TEXT]" });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, false, "CONTENT_REJECTED", "failed"),
            (reply.Status, (bool)reply.Json!["success"]!, (string?)reply.Json["code"], (string?)reply.Json["status"]));
        Assert.StartsWith("The provider rejected the content.", (string?)reply.Json["error"]);
    }

    [Theory]
    [InlineData("""{"style":"cartoon"}""", "INVALID_PROMPT", "prompt")]
    [InlineData("""{"prompt":"a","style":"oil"}""", "INVALID_REQUEST", "style")]
    [InlineData("""{"prompt":"a","theme":"tax"}""", "INVALID_REQUEST", "theme")]
    [InlineData("""{"prompt":"a","orientation":"square"}""", "INVALID_REQUEST", "orientation")]
    public async Task What_is_wrong_is_an_error_without_success(string body, string code, string field)
    {
        await using var app = await TestApp.StartAsync();

        var reply = await app.PostAsync("/api/animations/generate", body);

        Assert.Equal((HttpStatusCode.BadRequest, false, code), (reply.Status, (bool)reply.Json!["success"]!, (string?)reply.Json["code"]));
        Assert.StartsWith($"{field}: ", (string?)reply.Json["error"]);
    }

    [Theory]
    [InlineData(JobStatus.Queued, "pending")]
    [InlineData(JobStatus.Running, "processing")]
    [InlineData(JobStatus.SubmissionUnknown, "processing")]
    [InlineData(JobStatus.Completed, "completed")]
    [InlineData(JobStatus.Failed, "failed")]
    [InlineData(JobStatus.Canceled, "failed")]
    public void Statuses_are_five_words(JobStatus status, string expected) => Assert.Equal(expected, AnimationJson.StatusOf(Make.Job with { Status = status }));

    // The request is held until the job is over, and the job needs time to pass.
    private static async Task<Reply> GenerateAsync(TestApp app, object body)
    {
        var held = app.PostAsync("/api/animations/generate", body);
        await app.JobWhenOverAsync(await TheJobAsync(app));
        return await held;
    }

    private static async Task<string> TheJobAsync(TestApp app)
    {
        JsonArray running = [];
        await Eventually.IsTrueAsync(async () =>
        {
            running = (await app.GetAsync("/api/videos?status=running")).Json!["videos"]!.AsArray();
            return running.Count == 1;
        });
        return (string)running[0]!["id"]!;
    }
}
