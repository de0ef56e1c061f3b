using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Jobs;
using VideoGen.Functions.Stores;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

public sealed class LateVideoTests
{
    private const string TwentyMinutes = "submitted, processing*59, succeed; step=20";

    [Fact]
    public async Task A_result_that_comes_after_a_timeout_is_kept_where_the_provider_could_not_end_the_task()
    {
        await using var app = await Given.OnlyKlingAsync();
        var id = await app.AKlingJobAsync(TwentyMinutes);

        var failed = await app.JobWhenOverAsync(id);
        var late = await app.JobWhenAsync(id, job => (string?)job["videos"]![0]!["status"] == "late");

        Assert.Equal(("failed", "GENERATION_TIMEOUT", 0m), Facts(failed));
        Assert.Equal(("failed", "GENERATION_TIMEOUT", 0.21m), Facts(late));
        Assert.True((bool)late["error"]!["billed"]!);
        Assert.EndsWith("; a paid result came late and was kept", (string?)late["message"]);
        Assert.Equal("It came late.", (string?)late["trace"]!.AsArray()[^1]!["detail"]);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync($"/api/videos/{id}/content")).Status);
        Assert.Equal(0.21m, (decimal)(await app.Sim.ReadAsync("kling/bill"))["charged"]! * 0.14m);
        await app.SettleAsync();
        Assert.Equal(0, app.Engine.OpenInstances);
    }

    [Fact]
    public async Task Its_money_is_counted_once_and_it_costs_no_points()
    {
        await using var app = await Given.OnlyKlingAsync();
        var id = await app.AKlingJobAsync(TwentyMinutes);
        await app.JobWhenAsync(id, job => (string?)job["videos"]?.AsArray().FirstOrDefault()?["status"] == "late");
        await app.SettleAsync();
        var stored = (await app.Services.GetRequiredService<JobStore>().FindAsync("anonymous", JobId.TryParse(id)!, TestContext.Current.CancellationToken))!;

        await app.Services.GetRequiredService<JobEnd>().AddLateAsync(stored.Job, 0, "kling", 0.21m, TestContext.Current.CancellationToken);

        var usage = (await app.GetAsync("/api/usage")).Json!;
        var total = (await app.GetAsync("/api/metrics?window=2d")).Json!["total"]!;
        Assert.Equal((0.21m, 0, 0), ((decimal)usage["cost"]!["byProvider"]!["kling"]!, (int)usage["points"]!["spent"]!, (int)usage["ledger"]!["drift"]!));
        Assert.Equal((0.21m, 1), ((decimal)total["chargedUsd"]!, (int)total["jobs"]!));
    }

    [Fact]
    public async Task Whoever_deletes_the_job_does_not_get_its_late_result()
    {
        await using var app = await Given.OnlyKlingAsync();
        var id = await app.AKlingJobAsync(TwentyMinutes);
        await app.JobWhenOverAsync(id);
        await app.SettleAsync();

        var deleted = await app.SendAsync(HttpMethod.Delete, $"/api/videos/{id}");
        await app.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Equal(0, app.Engine.OpenInstances);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync($"/api/videos/{id}/content")).Status);
    }

    [Fact]
    public async Task A_task_that_never_ends_is_given_up_after_a_day()
    {
        await using var app = await Given.OnlyKlingAsync();
        var id = await app.AKlingJobAsync("processing*always");
        await app.JobWhenOverAsync(id);

        await app.PassAsync(TimeSpan.FromHours(25));

        Assert.Equal("failed", (string?)(await app.JobAsync(id))["videos"]![0]!["status"]);
        Assert.Equal(0, app.Engine.OpenInstances);
    }

    private static (string? Status, string? Error, decimal Charged) Facts(JsonNode job) =>
        ((string?)job["status"], (string?)job["error"]!["code"], (decimal)job["cost"]!["charged"]!);
}
