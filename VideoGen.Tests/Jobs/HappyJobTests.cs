using System.Net;
using System.Security.Cryptography;
using VideoGen.Tests.Media;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

public sealed class HappyJobTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_is_answered_with_the_job_and_where_to_look()
    {
        await using var app = await TestApp.StartAsync();

        var reply = await app.PostAsync("/api/videos", new { prompt = "A drone over a futuristic city at sunset", duration = 5 });

        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        var job = reply.Json!;
        Assert.Equal($"{app.Http.BaseAddress}api/videos/{job["id"]}", reply.Response.Headers.Location!.ToString());
        Assert.NotNull(reply.Response.Headers.RetryAfter);
        Assert.Equal(("queued", 0, "gen4_turbo", 0.30m), ((string?)job["status"], (int?)job["progress"], (string?)job["model"], (decimal?)job["cost"]!["quoted"]));
        foreach (var url in new[] { "statusQueryGetUri", "sendEventPostUri", "terminatePostUri", "suspendPostUri", "resumePostUri", "purgeHistoryDeleteUri" })
        {
            Assert.Contains((string)job["id"]!, (string?)job["management"]![url]);
        }
    }

    [Fact]
    public async Task A_prompt_becomes_a_stored_video_by_way_of_a_first_frame()
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AJobAsync(new { prompt = "A drone over a futuristic city at sunset", camera = "zoom_in" });

        var job = await app.JobWhenOverAsync(id);

        Assert.Equal(("completed", "live", 100, "done"), ((string?)job["status"], (string?)job["mode"], (int?)job["progress"], (string?)job["stage"]));
        Assert.Equal((0.30m, null), ((decimal?)job["cost"]!["charged"], job["error"]));
        var submits = (await app.Sim.ReadAsync("log?operation=submit")).AsArray().Select(entry => entry!["body"]!.ToString()).ToList();
        Assert.Equal(2, submits.Count);
        Assert.Contains("gen4_image", submits[0]);
        Assert.Contains("Camera: slowly zoom in on the subject.", submits[1]);
    }

    [Fact]
    public async Task The_stored_video_is_what_the_provider_made()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.JobWhenOverAsync(await app.AOneStepJobAsync());
        var video = job["videos"]![0]!;

        var answer = await app.Http.GetAsync((string)video["contentUrl"]!, Ct);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Ct);

        Assert.Equal("video/mp4", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal((string?)video["sha256"], Convert.ToHexStringLower(SHA256.HashData(bytes)));
        Assert.Equal((long?)video["sizeBytes"], bytes.Length);
        Assert.Equal((1280, 720), ((int?)video["width"], (int?)video["height"]));
    }

    [Fact]
    public async Task The_content_is_served_in_ranges_and_not_twice()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.JobWhenOverAsync(await app.AOneStepJobAsync());
        var url = (string)job["videos"]![0]!["contentUrl"]!;
        var whole = await app.Http.GetAsync(url, Ct);
        var bytes = await whole.Content.ReadAsByteArrayAsync(Ct);

        var part = await app.SendAsync(HttpMethod.Get, url, null, ("Range", "bytes=10-19"));
        var again = await app.SendAsync(HttpMethod.Get, url, null, ("If-None-Match", whole.Headers.ETag!.Tag));
        var beyond = await app.SendAsync(HttpMethod.Get, url, null, ("Range", $"bytes={bytes.Length}-"));

        Assert.Equal(HttpStatusCode.PartialContent, part.Status);
        Assert.Equal($"bytes 10-19/{bytes.Length}", part.Response.Content.Headers.ContentRange!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, again.Status);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.Status);
    }

    [Fact]
    public async Task Without_ffmpeg_the_job_succeeds_and_says_that_there_is_no_thumbnail()
    {
        await using var app = await TestApp.StartAsync();

        var job = await app.JobWhenOverAsync(await app.AOneStepJobAsync());

        Assert.Equal(("completed", "unavailable", null), ((string?)job["status"], (string?)job["videos"]![0]!["thumbnail"], job["videos"]![0]!["thumbnailUrl"]));
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync($"/api/videos/{job["id"]}/thumbnail")).Status);
    }

    [Fact]
    public async Task Several_videos_are_made_side_by_side()
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AJobAsync(new { prompt = "A cat", model = "gen4.5", count = 3, seed = 7 });

        var job = await app.JobWhenOverAsync(id);

        Assert.Equal([0, 1, 2], job["videos"]!.AsArray().Select(video => (int)video!["index"]!));
        Assert.Equal(1.80m, (decimal?)job["cost"]!["charged"]);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync($"/api/videos/{id}/content?index=2")).Status);
    }

    [Fact]
    public async Task Progress_shows_while_it_runs_and_never_falls()
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AJobAsync(new { prompt = "A cat" });
        var seen = new List<int>();

        await app.JobWhenAsync(id, job =>
        {
            seen.Add((int)job["progress"]!);
            return (string?)job["status"] == "completed";
        });

        Assert.Equal(seen.Order(), seen);
        Assert.True(seen.Distinct().Count() >= 4, string.Join(' ', seen));
    }

    [Fact]
    public async Task No_task_is_looked_at_more_often_than_every_five_seconds()
    {
        await using var app = await TestApp.StartAsync("POLL_SECONDS=5");

        await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat [sim: PENDING*3, RUNNING 0.2*6, SUCCEEDED]" }));

        Assert.All((await app.Sim.ReadAsync("log/polls")).AsArray(), polls => Assert.True((double?)polls!["smallestSpacing"] is null or >= 5, polls!.ToString()));
    }

    [Fact]
    public async Task An_image_of_the_caller_becomes_the_first_frame()
    {
        await using var app = await TestApp.StartAsync();
        using var folder = new TempFolder();
        var png = await Pictures.MakeAsync(folder["a.png"]);

        var job = await app.JobWhenOverAsync(await app.AJobAsync(new
        {
            prompt = "She turns and smiles",
            kind = "image-to-video",
            preserveIdentity = true,
            image = new { base64 = Convert.ToBase64String(png) },
        }));

        Assert.Equal("completed", (string?)job["status"]);
        var submit = (await app.Sim.ReadAsync("log?operation=submit")).AsArray().Single()!["body"]!.ToString();
        Assert.Contains("data:image/png;base64,", submit);
        Assert.Contains("face, hair, clothing", submit);
    }

    [Fact]
    public async Task A_finished_job_can_be_deleted_with_all_that_belongs_to_it()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.JobWhenOverAsync(await app.AOneStepJobAsync());

        var deleted = await app.SendAsync(HttpMethod.Delete, $"/api/videos/{job["id"]}");

        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync($"/api/videos/{job["id"]}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync($"/api/videos/{job["id"]}/content")).Status);
        Assert.Null(app.Engine.Get((string)job["id"]!));
        Assert.Null(app.Engine.Get($"{job["id"]}-0"));
    }

    [Fact]
    public async Task A_job_under_way_is_not_deleted()
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AJobWaitingForRunwayAsync();

        var reply = await app.SendAsync(HttpMethod.Delete, $"/api/videos/{id}");

        Assert.Equal((HttpStatusCode.Conflict, "CONFLICT"), (reply.Status, (string?)reply.Json!["code"]));
    }
}
