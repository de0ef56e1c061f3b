using System.Net;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Stores;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Intake;

public sealed class IdempotencyTests
{
    private static readonly object Body = new { prompt = "A cat", model = "gen4.5" };

    [Fact]
    public async Task The_same_key_and_body_give_the_same_job()
    {
        await using var app = await TestApp.StartAsync();

        var first = await app.PostAsync("/api/videos", Body, ("Idempotency-Key", "k1"));
        var second = await app.PostAsync("/api/videos", Body, ("Idempotency-Key", "k1"));

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.Status, second.Status));
        Assert.Equal((string?)first.Json!["id"], (string?)second.Json!["id"]);
        Assert.NotNull(second.Json!["management"]);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_a_conflict()
    {
        await using var app = await TestApp.StartAsync();
        await app.PostAsync("/api/videos", Body, ("Idempotency-Key", "k1"));

        var other = await app.PostAsync("/api/videos", new { prompt = "A dog" }, ("Idempotency-Key", "k1"));

        Assert.Equal((HttpStatusCode.Conflict, "CONFLICT"), (other.Status, (string?)other.Json!["code"]));
        Assert.Single((await app.GetAsync("/api/videos")).Json!["videos"]!.AsArray());
    }

    [Fact]
    public async Task Fifty_at_once_start_one_job()
    {
        await using var app = await TestApp.StartAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => app.PostAsync("/api/videos", Body, ("Idempotency-Key", "k/1?#"))));

        Assert.All(replies, reply => Assert.Equal(HttpStatusCode.Accepted, reply.Status));
        await app.JobWhenOverAsync(Assert.Single(replies.Select(reply => (string)reply.Json!["id"]!).Distinct()));
        Assert.Equal(1, await app.Sim.SubmitsAsync());
    }

    [Fact]
    public async Task A_repeat_after_the_end_answers_with_the_end_and_runs_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var first = await app.PostAsync("/api/videos", Body, ("Idempotency-Key", "k1"));
        await app.JobWhenOverAsync((string)first.Json!["id"]!);

        var again = await app.PostAsync("/api/videos", Body, ("Idempotency-Key", "k1"));
        await app.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Equal("completed", (string?)again.Json!["status"]);
        Assert.Equal(1, await app.Sim.SubmitsAsync());
    }

    [Fact]
    public async Task A_key_claimed_by_a_start_that_broke_off_is_gone_on_with()
    {
        await using var app = await TestApp.StartAsync();
        var id = JobId.Create(app.Time.GetUtcNow(), Guid.NewGuid());
        var reply = await app.PostAsync("/api/videos", Body, ("Idempotency-Key", "k1"));
        await app.JobWhenOverAsync((string)reply.Json!["id"]!);
        var jobs = app.Services.GetRequiredService<JobStore>();
        await jobs.DeleteAsync("anonymous", JobId.TryParse((string?)reply.Json!["id"])!, TestContext.Current.CancellationToken);

        var again = await app.PostAsync("/api/videos", Body, ("Idempotency-Key", "k1"));

        Assert.Equal((string?)reply.Json!["id"], (string?)again.Json!["id"]);
        Assert.NotEqual(id.Value, (string?)again.Json!["id"]);
        Assert.NotNull(await jobs.FindAsync("anonymous", JobId.TryParse((string?)again.Json!["id"])!, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_job_recorded_but_never_scheduled_is_taken_up()
    {
        await using var app = await TestApp.StartAsync();
        var finished = await app.JobWhenOverAsync(await app.AOneStepJobAsync());
        var jobs = app.Services.GetRequiredService<JobStore>();
        var stored = (await jobs.FindAsync("anonymous", JobId.TryParse((string?)finished["id"])!, TestContext.Current.CancellationToken))!;
        var id = JobId.Create(app.Time.GetUtcNow(), Guid.NewGuid());
        await jobs.AddAsync(
            stored.Job with { Id = id, Status = JobStatus.Queued, Videos = [], CreatedAt = app.Time.GetUtcNow() },
            stored.Plan with { JobId = id }, null, TestContext.Current.CancellationToken);

        await app.PassAsync(TimeSpan.FromMinutes(11));

        Assert.Equal("completed", (string?)(await app.JobWhenOverAsync(id.Value))["status"]);
    }

    [Fact]
    public async Task A_key_without_characters_or_with_too_many_is_refused()
    {
        await using var app = await TestApp.StartAsync();

        var reply = await app.PostAsync("/api/videos", Body, ("Idempotency-Key", new string('k', 256)));

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.NotNull(reply.Json!["errors"]!["Idempotency-Key"]);
    }
}
