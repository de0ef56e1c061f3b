using System.Net;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

public sealed class TagsTests
{
    [Fact]
    public async Task A_job_is_found_by_the_tags_it_has_now()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        var id = await app.AJobAsync(new { prompt = "one", tags = new[] { "old" } });

        var put = await app.SendAsync(HttpMethod.Put, $"/api/videos/{id}/tags", new { tags = new[] { "spring", "cats" } });
        var job = await app.JobWhenOverAsync(id);
        var found = await app.GetAsync("/api/videos?tag=cats");

        Assert.Equal(HttpStatusCode.OK, put.Status);
        Assert.Equal("completed", (string?)job["status"]);
        Assert.Equal(["spring", "cats"], job["tags"]!.AsArray().Select(tag => (string?)tag));
        Assert.Equal([id], found.Json!["videos"]!.AsArray().Select(video => (string?)video!["id"]));
        Assert.Empty((await app.GetAsync("/api/videos?tag=old")).Json!["videos"]!.AsArray());
    }

    [Fact]
    public async Task Tags_are_taken_away_by_none()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        var id = await app.AJobAsync(new { prompt = "one", tags = new[] { "old" } });

        await app.SendAsync(HttpMethod.Put, $"/api/videos/{id}/tags", """{"tags":[]}""");

        Assert.Empty((await app.JobAsync(id))["tags"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"tags":["fine",""]}""", "tags[1]")]
    [InlineData("""{"tags":"fine"}""", "tags")]
    [InlineData("""{"labels":[]}""", "labels")]
    public async Task What_is_wrong_with_tags_is_named(string body, string field)
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        var id = await app.AJobAsync(new { prompt = "one" });

        var reply = await app.SendAsync(HttpMethod.Put, $"/api/videos/{id}/tags", body);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal([field], reply.Json!["errors"]!.AsObject().Select(error => error.Key));
    }
}
