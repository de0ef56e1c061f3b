using System.Net;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

public sealed class CancelTests
{
    [Fact]
    public async Task A_job_at_the_provider_is_canceled_there_too()
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AJobWaitingForRunwayAsync();

        var reply = await app.PostAsync($"/api/videos/{id}/cancel");
        var job = await app.JobWhenOverAsync(id);

        Assert.Equal((HttpStatusCode.Accepted, "Canceling"), (reply.Status, (string?)reply.Json!["message"]));
        Assert.Equal(("canceled", 0m, null), ((string?)job["status"], (decimal?)job["cost"]!["charged"], job["error"]));
        Assert.Single((await app.Sim.ReadAsync("log?operation=delete")).AsArray());
        Assert.Equal(0m, (decimal?)(await app.Sim.ReadAsync("runway/bill"))["charged"]);
    }

    [Fact]
    public async Task A_job_just_started_is_canceled_before_anything_more_is_paid()
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AJobAsync(new { prompt = "A cat" });

        await app.PostAsync($"/api/videos/{id}/cancel");
        var job = await app.JobWhenOverAsync(id);

        Assert.Equal("canceled", (string?)job["status"]);
        Assert.True(await app.Sim.SubmitsAsync() <= 1);
    }

    [Fact]
    public async Task During_the_first_frame_the_video_is_never_submitted()
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AJobAsync(new { prompt = "A cat" });
        await app.JobWhenAtAsync(id, "first_frame");
        await app.SettleAsync();

        await app.PostAsync($"/api/videos/{id}/cancel");
        var job = await app.JobWhenOverAsync(id);

        Assert.Equal(("canceled", 1), ((string?)job["status"], await app.Sim.SubmitsAsync()));
    }

    [Fact]
    public async Task During_a_rest_between_two_submits_it_ends_at_once()
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AOneStepJobAsync("submit=503*3");
        await app.JobWhenAtAsync(id, "generating");
        await app.SettleAsync();
        var before = app.Time.GetUtcNow();

        await app.PostAsync($"/api/videos/{id}/cancel");
        await app.SettleAsync();
        var job = await app.JobAsync(id);

        Assert.Equal(("canceled", before), ((string?)job["status"], app.Time.GetUtcNow()));
    }

    [Fact]
    public async Task A_result_that_was_finished_by_then_is_paid_for_and_kept_as_late()
    {
        await using var app = await TestApp.StartAsync("POLL_FIRST_SECONDS=300");
        var id = await app.AJobWaitingForRunwayAsync();
        app.Sim.Time.Advance(TimeSpan.FromSeconds(200));

        await app.PostAsync($"/api/videos/{id}/cancel");
        var job = await app.JobWhenOverAsync(id);

        Assert.Equal(("canceled", "late", 0.60m), ((string?)job["status"], (string?)job["videos"]![0]!["status"], (decimal?)job["cost"]!["charged"]));
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync($"/api/videos/{id}/content")).Status);
        Assert.Empty((await app.Sim.ReadAsync("log?operation=delete")).AsArray());
    }

    [Fact]
    public async Task A_job_that_is_over_cannot_be_canceled_and_one_canceled_may_be_again()
    {
        await using var app = await TestApp.StartAsync();
        var over = await app.AOneStepJobAsync();
        await app.JobWhenOverAsync(over);
        var canceled = await app.AJobWaitingForRunwayAsync();
        await app.PostAsync($"/api/videos/{canceled}/cancel");
        await app.JobWhenOverAsync(canceled);

        Assert.Equal(HttpStatusCode.Conflict, (await app.PostAsync($"/api/videos/{over}/cancel")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.PostAsync($"/api/videos/{canceled}/cancel")).Status);
    }

    [Fact]
    public async Task A_job_terminated_by_the_management_API_is_canceled_with_its_task()
    {
        await using var app = await TestApp.StartAsync();
        var reply = await app.PostAsync("/api/videos", new { prompt = "A cat", model = "gen4.5" });
        var id = (string)reply.Json!["id"]!;
        await app.JobWhenAtAsync(id, "generating");
        await app.SettleAsync();

        await app.PostAsync((string)reply.Json!["management"]!["terminatePostUri"]!);
        var job = await app.JobWhenOverAsync(id);
        await app.PassAsync(TimeSpan.FromSeconds(20));

        Assert.Equal("canceled", (string?)job["status"]);
        Assert.Single((await app.Sim.ReadAsync("log?operation=delete")).AsArray());
    }

    [Fact]
    public async Task What_the_provider_cannot_end_is_paid_for_and_kept_as_late()
    {
        await using var app = await Given.OnlyKlingAsync();
        var id = await app.AKlingJobAsync();
        await app.JobWhenAtAsync(id, "generating");
        await app.SettleAsync();

        await app.PostAsync($"/api/videos/{id}/cancel");
        var job = await app.JobWhenOverAsync(id);

        Assert.Equal(("canceled", "late", 0.21m), ((string?)job["status"], (string?)job["videos"]![0]!["status"], (decimal?)job["cost"]!["charged"]));
        Assert.All((await app.Sim.ReadAsync("log/polls")).AsArray(), task => Assert.False((double?)task!["smallestSpacing"] < 5));
    }
}
