using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.EndToEnd;

/// <summary>What holds of every service, whichever runtime it runs on and wherever: see <see cref="Service"/>.</summary>
public sealed class ServiceTests(Service service) : IClassFixture<Service>
{
    // Whatever is running: free of charge everywhere.
    private static readonly object Simulated = new { prompt = "A paper boat on a quiet lake", duration = 2, simulation = "always" };

    [Fact]
    public async Task It_is_ready()
    {
        var health = await service.GetAsync("/api/health");

        Assert.True(health.Status == HttpStatusCode.OK, health.Body);
        Assert.True((bool)health.Json!["ready"]!, health.Body);
    }

    [Fact]
    public async Task A_prompt_becomes_a_stored_video_that_is_whole()
    {
        var job = await service.JobWhenOverAsync(await StartAsync(Simulated));

        Assert.True((string?)job["status"] == "completed", job.ToString());
        Assert.Equal(("simulation", 0m), ((string?)job["mode"], (decimal)job["cost"]!["charged"]!));
        await AssertWholeAsync(job);
    }

    [Fact]
    public async Task A_providers_video_is_fetched_and_kept()
    {
        Assert.SkipUnless(service.IsSimulated, "its provider would have to be paid");

        var job = await service.JobWhenOverAsync(await StartAsync(new { prompt = "A cat [sim: SUCCEEDED]", model = "gen4.5", duration = 5 }));

        Assert.True((string?)job["status"] == "completed", job.ToString());
        Assert.Equal(("live", "runway"), ((string?)job["mode"], (string?)job["provider"]));
        await AssertWholeAsync(job);
    }

    [Fact]
    public async Task A_job_is_canceled_together_with_the_providers_task()
    {
        Assert.SkipUnless(service.IsSimulated, "its provider would have to be paid");
        var id = await StartAsync(new { prompt = "A cat [sim: RUNNING 0.2*100]", model = "gen4.5", duration = 5 });
        await service.JobWhenAsync(id, job => (string?)job["stage"] == "generating");

        var reply = await service.SendAsync(HttpMethod.Post, $"/api/videos/{id}/cancel", new { });

        Assert.True(reply.Status == HttpStatusCode.Accepted, reply.Body);
        Assert.Equal("canceled", (string?)(await service.JobWhenOverAsync(id))["status"]);
    }

    [Fact]
    public async Task A_start_that_is_repeated_is_the_same_job()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        var first = await service.SendAsync(HttpMethod.Post, "/api/videos", Simulated, key);
        var second = await service.SendAsync(HttpMethod.Post, "/api/videos", Simulated, key);

        Assert.True(first.Status == HttpStatusCode.Accepted, first.Body);
        Assert.Equal((string?)first.Json!["id"], (string?)second.Json!["id"]);
        await service.JobWhenOverAsync((string)first.Json["id"]!);
    }

    [Fact]
    public async Task A_wrong_field_is_named()
    {
        var reply = await service.SendAsync(HttpMethod.Post, "/api/videos", new { prompt = "A cat", format = "round" });

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal("application/problem+json", reply.Response.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(reply.Json!["errors"]!["format"]);
    }

    [Fact]
    public async Task The_durable_management_tells_how_the_job_ended()
    {
        var start = await service.SendAsync(HttpMethod.Post, "/api/videos", Simulated);
        var url = new Uri((string)start.Json!["management"]!["statusQueryGetUri"]!).PathAndQuery;

        await service.JobWhenOverAsync((string)start.Json["id"]!);

        await Eventually.IsTrueAsync(async () => (string?)(await service.GetWithoutKeyAsync(url)).Json!["runtimeStatus"] == "Completed");
    }

    [Fact]
    public async Task A_job_is_listed_until_it_is_deleted()
    {
        var id = await StartAsync(Simulated);
        await service.JobWhenOverAsync(id);
        Assert.Contains(id, await ListedAsync());

        var reply = await service.SendAsync(HttpMethod.Delete, $"/api/videos/{id}");

        Assert.True(reply.Status == HttpStatusCode.NoContent, reply.Body);
        Assert.DoesNotContain(id, await ListedAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await service.GetAsync($"/api/videos/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await service.GetAsync($"/api/videos/{id}/content")).Status);
    }

    private async Task<string> StartAsync(object body)
    {
        var reply = await service.SendAsync(HttpMethod.Post, "/api/videos", body);
        Assert.True(reply.Status == HttpStatusCode.Accepted, reply.Body);
        return (string)reply.Json!["id"]!;
    }

    private async Task<IEnumerable<string?>> ListedAsync() =>
        (await service.GetAsync("/api/videos?limit=100")).Json!["videos"]!.AsArray().Select(job => (string?)job!["id"]);

    private async Task AssertWholeAsync(JsonNode job)
    {
        var video = job["videos"]![0]!;
        var url = (string)video["contentUrl"]!;
        var whole = await service.Http.GetAsync(url, TestContext.Current.CancellationToken);
        var bytes = await whole.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal((string?)video["sha256"], Convert.ToHexStringLower(SHA256.HashData(bytes)));

        var part = await service.SendAsync(HttpMethod.Get, url, null, ("Range", "bytes=4-7"));
        Assert.Equal(HttpStatusCode.PartialContent, part.Status);
        Assert.Equal("ftyp", part.Body);
    }
}
