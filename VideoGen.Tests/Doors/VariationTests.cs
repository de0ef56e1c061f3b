using System.Net;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

public sealed class VariationTests
{
    [Fact]
    public async Task The_same_job_is_made_in_other_ways_and_they_are_compared()
    {
        await using var app = await TestApp.StartAsync();
        var first = await app.AJobAsync(new { prompt = "A cat", model = "gen4.5", style = "anime", aspectRatio = "9:16", duration = 6, seed = 7, tags = new[] { "a" } });

        var styled = await app.PostAsync($"/api/videos/{first}/variations", new { style = "watercolor", camera = "zoom_in" });
        app.Time.Advance(TimeSpan.FromMilliseconds(5));
        var again = await app.PostAsync($"/api/videos/{(string)styled.Json!["id"]!}/variations", new { seed = 8, style = "anime" });
        await app.JobWhenOverAsync((string)again.Json!["id"]!);
        var list = (await app.GetAsync($"/api/videos/{first}/variations")).Json!;

        Assert.Equal(HttpStatusCode.Accepted, styled.Status);
        Assert.Equal(("A cat", "9:16", 6, 7L, "gen4.5"), (
            (string?)styled.Json["prompt"], (string?)styled.Json["aspectRatio"], (int)styled.Json["duration"]!, (long)styled.Json["seed"]!, (string?)styled.Json["model"]));
        Assert.Equal(first, (string?)list["group"]);
        Assert.Equal(
            [(first, "anime", 7L, null), ((string)again.Json["id"]!, "anime", 8L, "zoom_in"), ((string)styled.Json["id"]!, "watercolor", 7L, "zoom_in")],
            list["comparison"]!.AsArray().Select(one => ((string)one!["id"]!, (string?)one["style"], (long?)one["seed"], (string?)one["camera"])));
        Assert.Equal(3, list["videos"]!.AsArray().Count);
    }

    [Fact]
    public async Task Another_model_is_asked_at_its_own_provider()
    {
        await using var app = await TestApp.StartAsync($"KLING_API_KEY={Given.KlingKey}");
        var first = await app.AJobAsync(new { prompt = "A cat", provider = "runway", model = "gen4.5" });

        var other = await app.PostAsync($"/api/videos/{first}/variations", new { model = "kling-v2-5-turbo" });

        Assert.Equal(("kling", "kling-v2-5-turbo"), ((string?)other.Json!["provider"], (string?)other.Json["model"]));
    }

    [Theory]
    [InlineData("""{}""", "style")]
    [InlineData("""{"style": "baroque"}""", "style")]
    [InlineData("""{"camera": "sideways"}""", "camera")]
    [InlineData("""{"prompt": "A dog"}""", "prompt")]
    public async Task What_cannot_be_varied_is_named(string body, string field)
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        var first = await app.AJobAsync(new { prompt = "A cat" });

        var reply = await app.PostAsync($"/api/videos/{first}/variations", body);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal([field], reply.Json!["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task A_variation_asked_for_twice_under_one_key_is_one_job()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        var first = await app.AJobAsync(new { prompt = "A cat" });

        var one = await app.PostAsync($"/api/videos/{first}/variations", new { seed = 1 }, ("Idempotency-Key", "v"));
        var two = await app.PostAsync($"/api/videos/{first}/variations", new { seed = 1 }, ("Idempotency-Key", "v"));

        Assert.Equal((string?)one.Json!["id"], (string?)two.Json!["id"]);
    }
}
