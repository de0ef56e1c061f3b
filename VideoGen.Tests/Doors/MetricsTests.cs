using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Stores;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

public sealed class MetricsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_became_of_jobs_is_told_by_what_they_were()
    {
        await using var app = await TestApp.StartAsync();
        await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "one", model = "gen4.5", style = "anime", platform = "tiktok" }));
        await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "two [sim: FAILED SAFETY.INPUT.TEXT]", model = "gen4.5", simulation = "never" }));
        await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "three", simulation = "always", style = "anime" }));

        var metrics = (await app.GetAsync("/api/metrics?window=1h")).Json!;

        Assert.Equal((3, 2, 1, 1), Counts(metrics["total"]!));
        Assert.Equal((0.667, 0.333), ((double)metrics["total"]!["successRate"]!, (double)metrics["simulatedShare"]!));
        Assert.Equal((2, 1, 1, 0), Counts(Of(metrics, "providers", "provider", "runway")));
        Assert.Equal((1, 1, 0, 1), Counts(Of(metrics, "providers", "provider", "simulation")));
        Assert.Equal((2, 2, 0, 1), Counts(Of(metrics, "styles", "style", "anime")));
        Assert.Equal((1, 1, 0, 0), Counts(Of(metrics, "platforms", "platform", "tiktok")));
        Assert.InRange((double)Of(metrics, "kinds", "kind", "text-to-video")["p95Seconds"]!, 1, 600);
    }

    [Fact]
    public async Task What_ended_before_the_window_is_left_out()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "one" }));
        app.Time.AdvanceTo(app.Time.GetUtcNow().AddHours(3));
        await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "two" }));

        Assert.Equal(1, (int)(await app.GetAsync("/api/metrics?window=2h")).Json!["total"]!["jobs"]!);
        Assert.Equal(2, (int)(await app.GetAsync("/api/metrics?window=2d")).Json!["total"]!["jobs"]!);
    }

    [Fact]
    public async Task Of_many_that_end_at_once_each_is_counted_once_however_often_that_is_tried()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        var store = app.Services.GetRequiredService<JobTallies>();
        var jobs = Enumerable.Range(0, 40).Select(i => Make.Job with { Id = Make.Id((byte)i), Status = JobStatus.Completed, CompletedAt = app.Time.GetUtcNow() }).ToList();

        await Task.WhenAll(jobs.Select(job => store.OpenAsync(job.User, job.Id, Ct)));

        await Task.WhenAll(jobs.Concat(jobs).Select(job => Task.Run(() => store.CloseAsync(job, Ct), Ct)));

        Assert.Equal(40, (int)(await app.GetAsync("/api/metrics")).Json!["total"]!["jobs"]!);
        Assert.Empty(await store.OpenOnesAsync(Ct).ToListAsync(Ct));
    }

    [Fact]
    public async Task What_a_crash_cut_off_is_found_among_the_open_jobs()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        var store = app.Services.GetRequiredService<JobTallies>();
        var job = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "one" }));
        Assert.Empty(await store.OpenOnesAsync(Ct).ToListAsync(Ct));
        // As if it had ended and not been counted, and another had never come to be.
        await store.OpenAsync("anonymous", JobId.TryParse((string?)job["id"])!, Ct);
        await store.OpenAsync("anonymous", Make.Id(7), Ct);

        await app.PassAsync(TimeSpan.FromMinutes(75));

        Assert.Empty(await store.OpenOnesAsync(Ct).ToListAsync(Ct));
        Assert.Equal(2, (int)(await app.GetAsync("/api/metrics")).Json!["total"]!["jobs"]!);
    }

    [Theory]
    [InlineData("0h")]
    [InlineData("32d")]
    [InlineData("24")]
    [InlineData("-1d")]
    [InlineData("soon")]
    public async Task A_window_that_is_none_is_refused(string window)
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");

        var reply = await app.GetAsync($"/api/metrics?window={window}");

        Assert.Equal((HttpStatusCode.BadRequest, "window"), (reply.Status, reply.Json!["errors"]!.AsObject().Single().Key));
    }

    private static JsonNode Of(JsonNode metrics, string sort, string name, string what) => metrics[sort]!.AsArray().Single(some => (string?)some![name] == what)!["numbers"]!;

    private static (int, int, int, int) Counts(JsonNode numbers) =>
        ((int)numbers["jobs"]!, (int)numbers["completed"]!, (int)numbers["failed"]!, (int)numbers["simulated"]!);
}
