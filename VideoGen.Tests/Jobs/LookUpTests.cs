using Microsoft.Extensions.DependencyInjection;
using VideoGen.Functions.Providers;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

/// <summary>A submit whose answer was lost, at a provider that can be asked for it by our own name.</summary>
public sealed class LookUpTests
{
    [Theory]
    [InlineData("created-close", "unknown")]
    [InlineData("created-502", "unknown")]
    [InlineData("created-503", "outage")]
    public async Task A_task_that_was_made_all_the_same_is_found_and_adopted(string fault, string verdict)
    {
        await using var app = await Given.OnlyKlingAsync();

        var job = await app.JobWhenOverAsync(await app.AKlingJobAsync($"submit={fault}"));

        Assert.Equal("completed", (string?)job["status"]);
        Assert.Equal([verdict, "accepted", "succeeded"], job.Verdicts());
        Assert.Equal(1, await PaidAsync(app));
        Assert.Equal("Completed", (string?)job["message"]);
    }

    [Theory]
    [InlineData("close")]
    [InlineData("504")]
    public async Task One_that_certainly_was_not_made_is_made_under_the_same_name(string fault)
    {
        await using var app = await Given.OnlyKlingAsync();

        var job = await app.JobWhenOverAsync(await app.AKlingJobAsync($"submit={fault}"));

        Assert.Equal(["unknown", "gone", "succeeded"], job.Verdicts());
        var names = (await app.Sim.ReadAsync("log?operation=submit")).AsArray().Select(entry => (string?)entry!["body"]?["external_task_id"]).OfType<string>().Distinct();
        Assert.Single(names);
        Assert.Equal(1, await PaidAsync(app));
    }

    [Fact]
    public async Task A_repeat_that_is_refused_for_its_name_leads_to_the_first_task()
    {
        await using var app = await Given.OnlyKlingAsync();
        // The first answer is lost, and so are the first looks for it: the provider says that it knows no such task.
        await app.Sim.ControlAsync("fault", new { fault = "submit=created-close; poll=404*3" });

        var job = await app.JobWhenOverAsync(await app.AKlingJobAsync());

        Assert.Equal("completed", (string?)job["status"]);
        Assert.Equal(["unknown", "gone", "unknown", "accepted", "succeeded"], job.Verdicts());
        Assert.Equal(1, await PaidAsync(app));
    }

    [Fact]
    public async Task Where_the_provider_does_not_tell_it_is_held()
    {
        await using var app = await Given.OnlyKlingAsync();
        await app.Sim.ControlAsync("fault", new { fault = "submit=created-close; poll=502*always" });

        var id = await app.AKlingJobAsync();
        await app.JobWhenAsync(id, job => (string?)job["status"] == "submission_unknown");

        Assert.Equal(1, await app.Sim.SubmitsAsync());
    }

    [Fact]
    public async Task A_job_cancelled_meanwhile_keeps_what_it_finds()
    {
        await using var app = await Given.OnlyKlingAsync();
        var id = await app.AKlingJobAsync("submit=created-close");
        await app.JobWhenAtAsync(id, "generating");
        await app.SettleAsync();

        await app.PostAsync($"/api/videos/{id}/cancel");
        var job = await app.JobWhenOverAsync(id);

        Assert.Equal(("canceled", "late"), ((string?)job["status"], (string?)job["videos"]![0]!["status"]));
        Assert.Equal(["unknown", "accepted", "succeeded"], job.Verdicts());
    }

    [Fact]
    public async Task What_was_found_is_in_the_ledger()
    {
        await using var app = await Given.OnlyKlingAsync();
        var id = await app.AKlingJobAsync("submit=created-close");
        await app.JobWhenOverAsync(id);

        var ledger = app.Services.GetRequiredService<SubmitLedger>();
        var entry = await ledger.FindAsync(Attempt.TryParse($"{id}-0-1")!, TestContext.Current.CancellationToken);

        Assert.Equal((string?)(await app.Sim.ReadAsync("kling/bill"))["tasks"]![0]!["task"], entry!.Receipt!.TaskId);
    }

    [Fact]
    public async Task Shed_load_at_a_provider_that_cannot_be_asked_is_said_with_what_it_may_have_cost()
    {
        await using var app = await TestApp.StartAsync();

        var job = await app.JobWhenOverAsync(await app.AOneStepJobAsync("submit=created-503"));

        Assert.Equal(["outage", "succeeded"], job.Verdicts());
        Assert.Contains("HTTP 503", (string?)job["trace"]![0]!["detail"]);
        Assert.Contains("may have started it all the same", (string?)job["trace"]![0]!["detail"]);
        Assert.Equal(("Completed; up to $0.60 may have been charged besides: see the trace", 0.60m), ((string?)job["message"], (decimal?)job["cost"]!["charged"]));
        Assert.Equal(2, (int)(await app.Sim.ReadAsync("runway/bill"))["paidSubmits"]!);
    }

    private static async Task<int> PaidAsync(TestApp app) => (int)(await app.Sim.ReadAsync("kling/bill"))["paidSubmits"]!;
}
