using System.Net;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Intake;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

/// <summary>Behind all doors are the same jobs and the same rules.</summary>
public sealed class OneJobManyDoorsTests
{
    [Fact]
    public async Task A_job_is_seen_at_every_door()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        var id = await app.AJobAsync(new { prompt = "A cat" });
        await app.JobWhenOverAsync(id);

        var animation = (await app.GetAsync($"/api/animations/{id}")).Json!;
        var veo = (await app.GetAsync($"/api/videos/result/{id}")).Json!;
        var task = (await app.GetAsync($"/api/video/status?taskId=task_{id}")).Json!["data"]!;
        var studio = (await app.GetAsync($"/api/runway/videos/{id}")).Json!["video"]!;

        Assert.Equal(("completed", "completed", "success", "COMPLETED"),
            ((string?)animation["status"], (string?)veo["status"], (string?)task["status"], (string?)studio["status"]));
        Assert.Single(new[] { animation["videoUrl"], veo["videos"]![0]!["file_url"], task["result"]!["videoUrl"], studio["videoUrl"] }.Select(url => (string)url!).Distinct());
    }

    [Theory]
    [InlineData("/api/videos/generate", HttpStatusCode.Accepted)]
    [InlineData("/api/video/create", HttpStatusCode.OK)]
    [InlineData("/api/runway/generate", HttpStatusCode.OK)]
    public async Task A_start_may_be_repeated_with_its_key(string path, HttpStatusCode started)
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");

        var first = await app.PostAsync(path, new { prompt = "A cat" }, ("Idempotency-Key", "1"));
        var again = await app.PostAsync(path, new { prompt = "A cat" }, ("Idempotency-Key", "1"));
        var other = await app.PostAsync(path, new { prompt = "A dog" }, ("Idempotency-Key", "1"));

        Assert.Equal((started, started, HttpStatusCode.Conflict), (first.Status, again.Status, other.Status));
        Assert.Single((await app.GetAsync("/api/videos")).Json!["videos"]!.AsArray());
    }

    [Theory]
    [InlineData("/api/animations/generate")]
    [InlineData("/api/videos/generate")]
    [InlineData("/api/video/create")]
    [InlineData("/api/runway/generate")]
    public async Task A_form_that_any_page_could_send_starts_nothing(string path)
    {
        await using var app = await TestApp.StartAsync();
        using var form = new StringContent("""{"prompt":"A cat"}""");

        var reply = await app.Http.PostAsync(path, form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, reply.StatusCode);
        Assert.Empty((await app.GetAsync("/api/videos")).Json!["videos"]!.AsArray());
    }

    [Fact]
    public async Task An_animation_that_nobody_could_be_told_of_is_not_started()
    {
        await using var app = await TestApp.StartAsync();
        var feed = app.Services.GetRequiredService<JobFeed>();
        for (var i = 0; i < JobFeed.MostOfOneUser; i++)
        {
            feed.TakeLine(Caller.Anonymous);
        }

        var reply = await app.PostAsync("/api/animations/generate", new { prompt = "A cat" });

        Assert.Equal((HttpStatusCode.TooManyRequests, "API_LIMIT_EXCEEDED"), (reply.Status, (string?)reply.Json!["code"]));
        Assert.NotNull(reply.Response.Headers.RetryAfter);
        Assert.Empty((await app.GetAsync("/api/videos")).Json!["videos"]!.AsArray());
    }
}
