using System.Security.Cryptography;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

/// <summary>Whole jobs over Kling.</summary>
public sealed class KlingJobTests
{
    private const string Single = "api-key-kling-00112233445566778899aabbccddeeff";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Given.KlingKey, "/v1/videos/text2video")]
    [InlineData(Single, "/text-to-video/kling-2.5-turbo")]
    public async Task A_prompt_becomes_a_stored_video(string key, string path)
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=", $"KLING_API_KEY={key}");

        var job = await app.JobWhenOverAsync(await app.AKlingJobAsync());

        Assert.Equal(("completed", "live", "kling", "kling-v2-5-turbo"), ((string?)job["status"], (string?)job["mode"], (string?)job["provider"], (string?)job["model"]));
        Assert.Equal(0.21m, (decimal?)job["cost"]!["charged"]);
        Assert.Equal(1.5m, (decimal)(await app.Sim.ReadAsync("kling/bill"))["charged"]!);
        Assert.Equal(path, (string?)(await app.Sim.ReadAsync("log?operation=submit"))[0]!["path"]);

        var video = job["videos"]![0]!;
        var stored = await app.Http.GetAsync((string)video["contentUrl"]!, Ct);
        var bytes = await stored.Content.ReadAsByteArrayAsync(Ct);
        var task = (string)(await app.Sim.ReadAsync("kling/bill"))["tasks"]![0]!["task"]!;
        Assert.Equal("video/mp4", stored.Content.Headers.ContentType!.MediaType);
        Assert.Equal((string?)(await app.Sim.ReadAsync($"outputs/{task}/0.mp4"))["sha256"], Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    [Fact]
    public async Task A_job_may_take_longer_than_a_token_lasts()
    {
        await using var app = await Given.OnlyKlingAsync("POLL_LOOKS=1000");

        var job = await app.JobWhenOverAsync(await app.AKlingJobAsync("submitted, processing, succeed; step=3000"));

        Assert.Equal("completed", (string?)job["status"]);
        Assert.True(app.Time.GetUtcNow() - DateTimeOffset.Parse((string)job["createdAt"]!, null) > TimeSpan.FromMinutes(90));
        Assert.All((await app.Sim.ReadAsync("log?operation=poll")).AsArray(), look => Assert.Equal(200, (int)look!["status"]!));
    }

    [Fact]
    public async Task Jobs_beyond_the_packs_slots_wait_for_their_turn()
    {
        await using var app = await Given.OnlyKlingAsync();
        await app.Sim.ControlAsync("kling", new { parallel = 1 });

        var ids = new List<string>();
        for (var job = 0; job < 3; job++)
        {
            ids.Add(await app.AKlingJobAsync());
        }

        foreach (var id in ids)
        {
            Assert.Equal("completed", (string?)(await app.JobWhenOverAsync(id))["status"]);
        }

        Assert.Equal(3, (int)(await app.Sim.ReadAsync("kling/bill"))["paidSubmits"]!);
    }

    [Fact]
    public async Task Content_that_Kling_rejects_is_not_tried_again_and_costs_nothing()
    {
        await using var app = await Given.OnlyKlingAsync();

        var job = await app.JobWhenOverAsync(await app.AKlingJobAsync("processing, failed Failure to pass the risk control system"));

        Assert.Equal(("failed", 0m), ((string?)job["status"], (decimal?)job["cost"]!["charged"]));
        Assert.Equal(["moderated"], job.Verdicts());
        Assert.Equal(1, await app.Sim.SubmitsAsync());
    }

    [Fact]
    public async Task Klings_own_callback_ends_the_wait()
    {
        await using var street = await Receiver.StartAsync();
        await using var app = await Given.OnlyKlingAsync($"PUBLIC_URL={street.Url}");
        street.Answer = async (context, number) =>
        {
            using var body = new StringContent(street.Received[number - 1].Body, null, "application/json");
            using var answer = await app.Http.PostAsync($"{context.Request.Path}{context.Request.QueryString}", body, Ct);
            context.Response.StatusCode = (int)answer.StatusCode;
        };
        var id = await app.AKlingJobAsync("submitted, succeed; step=10; callback=late");
        await app.JobWhenAtAsync(id, "generating");
        await app.SettleAsync();

        app.Time.Advance(TimeSpan.FromSeconds(10));

        await Eventually.IsTrueAsync(async () => (string?)(await app.JobAsync(id))["status"] == "completed");
        Assert.Single((await app.Sim.ReadAsync("log?operation=poll")).AsArray());
        await Eventually.IsTrueAsync(async () => (await app.Sim.ReadAsync("kling/callbacks")).AsArray().Count == 2);
        Assert.All((await app.Sim.ReadAsync("kling/callbacks")).AsArray(), sent => Assert.Equal(202, (int)sent!["status"]!));
    }

    [Fact]
    public async Task Keys_and_tokens_are_in_nothing_that_is_written()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=", $"KLING_API_KEY={Given.KlingKey},{Single}");
        var lost = await app.JobWhenOverAsync(await app.AKlingJobAsync("submit=created-close; poll=401:1004; poll=html"));
        var refused = await app.JobWhenOverAsync(await app.AKlingJobAsync("submit=401:1002*always"));

        Assert.All([.. app.Logs.Lines, lost.ToJsonString(), refused.ToJsonString()], line =>
        {
            Assert.DoesNotContain("SK_TEST", line);
            Assert.DoesNotContain(Single, line);
            Assert.DoesNotContain("eyJ", line);
        });
    }
}
