using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Functions.Enhancement;
using VideoGen.Functions.Jobs;
using VideoGen.Tests.Enhancement;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

public sealed class EnhancementJobTests
{
    private static readonly string _configured = $"OPENAI_API_KEY={EnhancerUnderTest.Secret}";

    [Fact]
    public async Task A_video_is_made_from_the_scene_the_language_model_wrote()
    {
        await using var app = await TestApp.StartAsync(_configured);
        var id = await app.AJobAsync(new { prompt = "A cat on a roof", model = "gen4.5", style = "cinematic", camera = "zoom_in", enhancePrompt = true });

        var job = await app.JobWhenOverAsync(id);

        Assert.Equal("completed", (string?)job["status"]);
        Assert.StartsWith("A cat on a roof, in soft morning light", (string?)job["enhancedPrompt"]);
        Assert.DoesNotContain(job["adapted"]!.AsArray(), note => (string?)note!["field"] == "enhancePrompt");
        var sent = (string?)(await app.Sim.ReadAsync("log?operation=submit"))[0]!["body"]!["promptText"];
        Assert.StartsWith((string)job["enhancedPrompt"]!, sent);
        Assert.EndsWith("Camera: slowly zoom in on the subject.", sent);
    }

    [Fact]
    public async Task Nobody_is_asked_who_was_not_asked_for()
    {
        await using var app = await TestApp.StartAsync(_configured);

        await app.JobWhenOverAsync(await app.AOneStepJobAsync());

        Assert.Empty((await app.Sim.ReadAsync("log?operation=chat")).AsArray());
    }

    [Fact]
    public async Task Without_a_language_model_the_start_says_so_and_the_job_goes_on()
    {
        await using var app = await TestApp.StartAsync();
        var body = new { prompt = "A cat on a roof", model = "gen4.5", enhancePrompt = true };

        var started = await app.PostAsync("/api/videos", body);
        var job = await app.JobWhenOverAsync((string)started.Json!["id"]!);

        Assert.Contains("no language model is configured", Why(started.Json));
        Assert.Equal(("completed", "no language model is configured"), ((string?)job["status"], Why(job)));
    }

    [Theory]
    [InlineData("429:insufficient_quota", "the language model's credit is used up")]
    [InlineData("hang", "the language model did not answer within 10 s")]
    public async Task A_language_model_that_fails_fails_no_job_and_is_named_on_it(string fault, string why)
    {
        await using var app = await TestApp.StartAsync(_configured);
        await app.Sim.ControlAsync("fault", new { fault = $"chat={fault}" });

        var id = await app.AJobAsync(new { prompt = "A cat on a roof", model = "gen4.5", style = "cinematic", enhancePrompt = true });
        await Eventually.IsTrueAsync(async () => (await app.Sim.ReadAsync("log?operation=chat")).AsArray().Count == 1);
        app.Time.Advance(TimeSpan.FromSeconds(10));
        var job = await app.JobWhenOverAsync(id);

        Assert.Equal(("completed", why), ((string?)job["status"], Why(job)));
        Assert.StartsWith("A cat on a roof. ", (string?)job["enhancedPrompt"]);
    }

    [Fact]
    public async Task Enhancing_twice_is_harmless()
    {
        await using var app = await TestApp.StartAsync(_configured);
        var activity = new EnhancePrompt(app.Services.GetRequiredService<PromptEnhancer>());
        var input = new EnhancePromptInput(EnhancerUnderTest.Cat, ByModel: true);

        var (first, second) = (await activity.Run(input, TestContext.Current.CancellationToken), await activity.Run(input, TestContext.Current.CancellationToken));

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_prompt_can_be_enhanced_without_a_job()
    {
        await using var app = await TestApp.StartAsync(_configured);
        await app.Sim.ControlAsync("openai", new { answers = new[] { "normal", "refusal" } });
        var body = new { prompt = "A cat on a roof", style = "cinematic" };

        var (written, declined) = (await app.PostAsync("/api/prompts/enhance", body), await app.PostAsync("/api/prompts/enhance", body));

        Assert.Equal(("A cat on a roof", "language-model", null), ((string?)written.Json!["prompt"], (string?)written.Json["by"], written.Json["why"]));
        Assert.StartsWith("A cat on a roof, in soft", (string?)written.Json["enhancedPrompt"]);
        Assert.Equal(("composer", "the language model declined"), ((string?)declined.Json!["by"], (string?)declined.Json["why"]));
        Assert.StartsWith("A cat on a roof. ", (string?)declined.Json["enhancedPrompt"]);
    }

    [Fact]
    public async Task Wrong_input_to_the_enhancement_is_named_by_field()
    {
        await using var app = await TestApp.StartAsync();

        var reply = await app.PostAsync("/api/prompts/enhance", new { style = "baroque", camera = "zoom_in" });
        var missing = await app.PostAsync("/api/prompts/enhance", new { style = "baroque" });

        Assert.Equal((HttpStatusCode.BadRequest, "is not a known field."), (reply.Status, (string?)reply.Json!["errors"]!["camera"]![0]));
        Assert.Equal(["prompt", "style"], missing.Json!["errors"]!.AsObject().Select(error => error.Key));
    }

    private static string? Why(JsonNode job) =>
        (string?)job["adapted"]!.AsArray().SingleOrDefault(note => (string?)note!["field"] == "enhancePrompt")?["why"];
}
