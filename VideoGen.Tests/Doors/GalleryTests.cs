using System.Net;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

public sealed class GalleryTests
{
    [Fact]
    public async Task The_newest_come_first_page_by_page()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, await app.AJobAsync(new { prompt = $"Video {i}" }));
            app.Time.Advance(TimeSpan.FromMilliseconds(5));
        }

        var first = await app.GetAsync("/api/videos?limit=2");
        var second = await app.GetAsync($"/api/videos?limit=2&after={first.Json!["next"]}");
        var link = second.Response.Headers.GetValues("Link").Single();
        var third = await app.GetAsync(link[(link.IndexOf('<') + 1)..link.IndexOf('>')]);

        Assert.EndsWith("rel=\"next\"", link);
        Assert.Equal(ids, new[] { first, second, third }.SelectMany(page => page.Json!["videos"]!.AsArray()).Select(job => (string)job!["id"]!));
        Assert.Null(third.Json!["next"]);
        Assert.False(third.Response.Headers.Contains("Link"));
    }

    [Theory]
    [InlineData("style=anime", "one")]
    [InlineData("platform=tiktok", "two")]
    [InlineData("tag=spring", "one")]
    [InlineData("text=TWO", "two")]
    [InlineData("status=completed&mode=simulation&provider=simulation&style=anime", "one")]
    [InlineData("tag=autumn", null)]
    [InlineData("style=' or 'a' eq 'a", null)]
    public async Task Filters_narrow_it(string query, string? prompt)
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        var one = await app.AJobAsync(new { prompt = "one", style = "anime", tags = new[] { "spring", "sale" } });
        var two = await app.AJobAsync(new { prompt = "two", platform = "tiktok" });
        await app.JobWhenOverAsync(one);
        await app.JobWhenOverAsync(two);

        var page = await app.GetAsync($"/api/videos?{query}");

        Assert.Equal(prompt is null ? [] : [prompt], page.Json!["videos"]!.AsArray().Select(job => (string)job!["prompt"]!));
    }

    [Fact]
    public async Task A_job_is_answered_with_every_field_even_where_there_is_nothing_to_say()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        var job = (await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "one" }))).AsObject();

        string[] expected =
        [
            "id", "status", "stage", "progress", "message", "mode", "prompt", "kind", "negativePrompt", "style", "theme", "platform", "contentType", "camera",
            "preserveIdentity", "enhancePrompt", "format", "aspectRatio", "width", "height", "duration", "fps", "quality", "fit", "seed", "count", "personGeneration",
            "image", "video", "references", "audio", "prefer", "simulation", "maxCost", "webhookUrl", "tags", "group", "metadata", "enhancedPrompt", "provider", "model", "adapted", "videos",
            "trace", "cost", "timings", "error", "post", "createdAt", "updatedAt", "completedAt",
        ];
        Assert.Equal(expected.Order(), job.Select(field => field.Key).Order());
        Assert.Equal(
            ["codec", "condition", "contentUrl", "durationSeconds", "expiresAt", "fps", "hdr", "height", "index", "model", "provider", "rotation", "sha256", "simulated", "sizeBytes", "status", "thumbnail", "thumbnailUrl", "width"],
            job["videos"]![0]!.AsObject().Select(field => field.Key).Order());
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Head, (string)job["videos"]![0]!["contentUrl"]!)).Status);
    }

    [Fact]
    public async Task Health_says_what_is_on_and_why_something_is_off()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");

        var health = (await app.GetAsync("/api/health")).Json!;

        Assert.Equal("degraded", (string?)health["status"]);
        Assert.True((bool?)health["ready"]);
        Assert.Equal(["generation", "thumbnails", "transcoding", "enhancement"], health["features"]!.AsArray().Where(feature => !(bool)feature!["on"]!).Select(feature => (string?)feature!["name"]));
        Assert.All(health["features"]!.AsArray().Where(feature => !(bool)feature!["on"]!), feature => Assert.NotNull(feature!["why"]));
    }

    [Fact]
    public async Task Credits_are_told_without_the_key()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sim.ControlAsync("runway", new { credits = 1234 });

        var reply = await app.GetAsync("/api/providers/runway/credits");

        Assert.Equal((1234m, "credits", 12.34m, true),
            ((decimal?)reply.Json!["balance"], (string?)reply.Json!["unit"], (decimal?)reply.Json!["balanceUsd"], (bool?)reply.Json!["canGenerate"]));
        Assert.DoesNotContain(ProviderSim.Simulator.Key, reply.Body);
    }
}
