using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

public sealed class RestartTests
{
    [Fact]
    public async Task A_job_goes_on_where_it_was_when_the_app_comes_back()
    {
        await using var sim = await Simulator.StartAsync();
        using var folder = new TempFolder();
        var before = await TestApp.StartAsync(sim, folder);
        var id = await before.AJobAsync(new { prompt = "A cat" });
        await before.JobWhenAtAsync(id, "generating");
        await before.StopAsync();

        await using var after = await TestApp.StartAsync(sim, folder);
        var job = await after.JobWhenOverAsync(id);

        Assert.Equal(("completed", 0.30m, 2), ((string?)job["status"], (decimal?)job["cost"]!["charged"], await sim.SubmitsAsync()));
    }

    [Fact]
    public async Task An_exhausted_key_is_known_after_a_restart()
    {
        await using var sim = await Simulator.StartAsync();
        using var folder = new TempFolder();
        await sim.NoCreditsAsync();
        var before = await TestApp.StartAsync(sim, folder);
        await before.JobWhenOverAsync(await before.AOneStepJobAsync());
        var submits = await sim.SubmitsAsync();
        await before.StopAsync();

        await using var after = await TestApp.StartAsync(sim, folder);
        var job = await after.JobWhenOverAsync(await after.AOneStepJobAsync());

        Assert.Equal(("simulation", submits), ((string?)job["mode"], await sim.SubmitsAsync()));
    }

    [Fact]
    public async Task A_submission_of_unknown_outcome_can_be_resolved_after_a_restart()
    {
        await using var sim = await Simulator.StartAsync();
        using var folder = new TempFolder();
        var before = await TestApp.StartAsync(sim, folder);
        var id = await before.AJobOfUnknownSubmissionAsync();
        await before.StopAsync();

        await using var after = await TestApp.StartAsync(sim, folder);
        var task = (string?)(await sim.ReadAsync("runway/bill"))["tasks"]![0]!["task"];
        await after.PostAsync($"/api/videos/{id}/resolve", new { action = "adopt", taskId = task });

        Assert.Equal("completed", (string?)(await after.JobWhenOverAsync(id))["status"]);
        Assert.Equal(1, await sim.SubmitsAsync());
    }

    [Theory]
    [InlineData("POLL_SECONDS=2", "POLL_SECONDS")]
    [InlineData("SIMULATION=maybe", "SIMULATION")]
    [InlineData("HISTORY_DAYS=0", "HISTORY_DAYS")]
    [InlineData("KEY_PROBE_SECONDS=soon", "KEY_PROBE_SECONDS")]
    public async Task A_bad_setting_ends_the_start_and_is_named(string setting, string name)
    {
        await using var sim = await Simulator.StartAsync();
        using var folder = new TempFolder();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => TestApp.StartAsync(sim, folder, setting));

        Assert.Contains(name, error.Message);
    }
}
