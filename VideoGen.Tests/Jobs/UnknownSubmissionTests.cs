using System.Net;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

/// <summary>A submit whose answer was lost: never paid twice, and brought to its end by one call.</summary>
public sealed class UnknownSubmissionTests
{
    [Theory]
    [InlineData("created-close")]
    [InlineData("created-502")]
    [InlineData("created-cut")]
    public async Task A_lost_answer_is_shown_and_not_followed_by_a_second_submit(string fault)
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AJobOfUnknownSubmissionAsync(fault);

        await app.PassAsync(TimeSpan.FromHours(2));

        Assert.Equal(("submission_unknown", 1), ((string?)(await app.JobAsync(id))["status"], await app.Sim.SubmitsAsync()));
        Assert.Equal(["submission_unknown"], (await app.GetAsync("/api/videos")).Json!["videos"]!.AsArray().Select(job => (string?)job!["status"]));
    }

    [Fact]
    public async Task An_adopted_task_is_gone_on_with()
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AJobOfUnknownSubmissionAsync();
        var task = (string?)(await app.Sim.ReadAsync("runway/bill"))["tasks"]!.AsArray().Single()!["task"];

        var reply = await app.PostAsync($"/api/videos/{id}/resolve", new { action = "adopt", taskId = task });
        var job = await app.JobWhenOverAsync(id);

        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        Assert.Equal(("completed", 1, 0.60m), ((string?)job["status"], await app.Sim.SubmitsAsync(), (decimal?)job["cost"]!["charged"]));
    }

    [Fact]
    public async Task A_resubmit_on_request_is_a_second_attempt()
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AJobOfUnknownSubmissionAsync("close");

        await app.PostAsync($"/api/videos/{id}/resolve", new { action = "resubmit" });
        var job = await app.JobWhenOverAsync(id);

        Assert.Equal(("completed", 2), ((string?)job["status"], await app.Sim.SubmitsAsync()));
    }

    [Fact]
    public async Task An_abandoned_submission_ends_the_job()
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AJobOfUnknownSubmissionAsync();

        await app.PostAsync($"/api/videos/{id}/resolve", new { action = "abandon" });
        var job = await app.JobWhenOverAsync(id);

        Assert.Equal(("failed", "GENERATION_FAILED", null), ((string?)job["status"], (string?)job["error"]!["code"], job["error"]!["billed"]));
        Assert.Equal(1, await app.Sim.SubmitsAsync());
    }

    [Fact]
    public async Task Nobody_resolving_it_the_job_ends_at_its_deadline()
    {
        await using var app = await TestApp.StartAsync("RESOLVE_HOURS=1");
        var id = await app.AJobOfUnknownSubmissionAsync();

        await app.PassAsync(TimeSpan.FromMinutes(61));

        Assert.Equal("failed", (string?)(await app.JobAsync(id))["status"]);
    }

    [Fact]
    public async Task A_cancel_ends_the_wait()
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AJobOfUnknownSubmissionAsync();

        await app.PostAsync($"/api/videos/{id}/cancel");

        Assert.Equal("canceled", (string?)(await app.JobWhenOverAsync(id))["status"]);
    }

    [Theory]
    [InlineData("""{}""", "action")]
    [InlineData("""{"action":"forget"}""", "action")]
    [InlineData("""{"action":"adopt"}""", "taskId")]
    [InlineData("""{"action":"resubmit","taskId":"t"}""", "taskId")]
    [InlineData("""{"action":"adopt","taskId":"a/b"}""", "taskId")]
    public async Task A_wrong_answer_is_named(string body, string field)
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AJobOfUnknownSubmissionAsync();

        var reply = await app.PostAsync($"/api/videos/{id}/resolve", body);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.NotNull(reply.Json!["errors"]![field]);
    }

    [Fact]
    public async Task Where_nothing_is_unknown_there_is_nothing_to_resolve()
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AJobWaitingForRunwayAsync();

        Assert.Equal(HttpStatusCode.Conflict, (await app.PostAsync($"/api/videos/{id}/resolve", new { action = "abandon" })).Status);
    }
}
