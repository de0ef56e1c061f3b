using System.Net;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

public sealed class PostTests
{
    private static readonly object Spring = new { id = "post-1", platform = "instagram", time = "2026-04-01T12:00:00+02:00" };

    [Fact]
    public async Task A_video_is_associated_with_a_post_found_by_it_and_freed_again()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        var id = await app.AJobAsync(new { prompt = "one" });
        await app.AJobAsync(new { prompt = "two" });

        var put = await app.SendAsync(HttpMethod.Put, $"/api/videos/{id}/post", Spring);
        var job = await app.JobWhenOverAsync(id);
        var found = await app.GetAsync("/api/videos?post=post-1");
        var removed = await app.SendAsync(HttpMethod.Delete, $"/api/videos/{id}/post");

        Assert.Equal(HttpStatusCode.OK, put.Status);
        Assert.Equal("completed", (string?)job["status"]);
        Assert.Equal(("post-1", "instagram", "2026-04-01T10:00:00+00:00"), ((string?)job["post"]!["id"], (string?)job["post"]!["platform"], (string?)job["post"]!["time"]));
        Assert.Equal([id], found.Json!["videos"]!.AsArray().Select(video => (string?)video!["id"]));
        Assert.Equal(HttpStatusCode.NoContent, removed.Status);
        Assert.Null((await app.JobAsync(id))["post"]);
        Assert.Empty((await app.GetAsync("/api/videos?post=post-1")).Json!["videos"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"platform":"tiktok"}""", "id")]
    [InlineData("""{"id":"a","time":"2026-04-01T12:00:00"}""", "time")]
    [InlineData("""{"id":"a","time":"soon"}""", "time")]
    [InlineData("""{"id":"a","platform":""}""", "platform")]
    [InlineData("""{"id":"a","when":"now"}""", "when")]
    public async Task What_is_wrong_with_a_post_is_named(string body, string field)
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        var id = await app.AJobAsync(new { prompt = "one" });

        var reply = await app.SendAsync(HttpMethod.Put, $"/api/videos/{id}/post", body);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal([field], reply.Json!["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task A_job_that_is_not_there_takes_no_post()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");

        Assert.Equal(HttpStatusCode.NotFound, (await app.SendAsync(HttpMethod.Put, $"/api/videos/v{new string('0', 23)}/post", Spring)).Status);
    }
}
