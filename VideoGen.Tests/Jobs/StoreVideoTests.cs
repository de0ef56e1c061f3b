using System.Security.Cryptography;
using System.Text.Json.Nodes;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

public sealed class StoreVideoTests
{
    [Theory]
    [InlineData("download=reset")]
    [InlineData("download=short*3")]
    [InlineData("download=503*2")]
    [InlineData("download=close")]
    public async Task A_broken_transfer_is_mended_and_the_file_is_whole(string fault)
    {
        await using var app = await TestApp.StartAsync();

        var job = await app.JobWhenOverAsync(await app.AOneStepJobAsync($"size=3MiB; {fault}"));

        Assert.Equal("completed", (string?)job["status"]);
        await AssertIsWhole(app, job);
    }

    [Fact]
    public async Task An_address_that_expired_is_asked_for_again()
    {
        await using var app = await TestApp.StartAsync();

        var job = await app.JobWhenOverAsync(await app.AOneStepJobAsync("download=403"));

        Assert.Equal("completed", (string?)job["status"]);
        await AssertIsWhole(app, job);
        Assert.All((await app.Sim.ReadAsync("log/polls")).AsArray(), polls => Assert.True((double?)polls!["smallestSpacing"] is null or >= 5, polls!.ToString()));
    }

    [Fact]
    public async Task What_cannot_be_fetched_at_all_fails_the_job_and_is_billed()
    {
        await using var app = await TestApp.StartAsync();

        var job = await app.JobWhenOverAsync(await app.AOneStepJobAsync("download=403*always"));

        Assert.Equal(("failed", "GENERATION_FAILED", true), ((string?)job["status"], (string?)job["error"]!["code"], (bool?)job["error"]!["billed"]));
    }

    [Fact]
    public async Task What_is_larger_than_allowed_is_not_taken_over()
    {
        await using var app = await TestApp.StartAsync("VIDEO_MAX_BYTES=1000000");

        var job = await app.JobWhenOverAsync(await app.AOneStepJobAsync("size=2MiB"));

        Assert.Equal("failed", (string?)job["status"]);
        Assert.Contains("larger than the 1000000 bytes", (string?)job["error"]!["message"]);
    }

    private static async Task AssertIsWhole(TestApp app, JsonNode job)
    {
        var video = job["videos"]![0]!;
        var bytes = await app.Http.GetByteArrayAsync((string)video["contentUrl"]!, TestContext.Current.CancellationToken);
        var task = (string?)(await app.Sim.ReadAsync("runway/bill"))["tasks"]!.AsArray().Single()!["task"];
        var file = (await app.Sim.ReadAsync("log?operation=download")).AsArray().Select(entry => ((string)entry!["path"]!).Split('/')[^1]).First();

        Assert.Equal((string?)(await app.Sim.ReadAsync($"outputs/{task}/{file}"))["sha256"], Convert.ToHexStringLower(SHA256.HashData(bytes)));
        Assert.Equal((string?)video["sha256"], Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
