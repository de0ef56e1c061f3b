using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

/// <summary>Which key does the work, and which ones rest.</summary>
public sealed class KeyPoolTests
{
    private static readonly string SecondKey = "key_" + new string('b', 128);
    private static readonly string TwoKeys = $"RUNWAY_API_KEY={Simulator.Key},{SecondKey}";

    [Fact]
    public async Task Work_spreads_over_the_keys_by_what_they_have_under_way()
    {
        await using var app = await TestApp.StartAsync(TwoKeys);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => app.AOneStepJobAsync()));
        await app.SettleAsync();

        Assert.Equal([3, 3], (await app.KeysAsync("runway")).Select(key => (int)key!["inFlight"]!));
    }

    [Fact]
    public async Task The_key_that_submitted_looks_and_cancels()
    {
        await using var app = await TestApp.StartAsync(TwoKeys);
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.AOneStepJobAsync()));
        await app.JobWhenOverAsync(ids[0]);
        await app.PostAsync($"/api/videos/{await app.AJobWaitingForRunwayAsync()}/cancel");
        await app.PassAsync(TimeSpan.FromMinutes(2));

        var calls = (await app.Sim.ReadAsync("log")).AsArray().Where(entry => (string?)entry!["task"] is not null && (string?)entry["operation"] != "download").ToList();

        Assert.Equal(2, calls.Select(entry => (string?)entry!["key"]).Distinct().Count());
        Assert.All(calls.GroupBy(entry => (string?)entry!["task"]), task => Assert.Single(task.Select(entry => (string?)entry!["key"]).Distinct()));
        Assert.Contains(calls, entry => (string?)entry!["operation"] == "delete");
    }

    [Fact]
    public async Task What_a_key_has_under_way_is_known_after_a_restart()
    {
        await using var sim = await Simulator.StartAsync();
        using var folder = new TempFolder();
        var before = await TestApp.StartAsync(sim, folder, TwoKeys);
        var id = await before.AJobWaitingForRunwayAsync();
        await before.StopAsync();

        await using var after = await TestApp.StartAsync(sim, folder, TwoKeys);
        Assert.Equal(1, (await after.KeysAsync("runway")).Sum(key => (int)key!["inFlight"]!));

        await after.JobWhenOverAsync(id);
        Assert.Equal(0, (await after.KeysAsync("runway")).Sum(key => (int)key!["inFlight"]!));
    }

    [Fact]
    public async Task A_key_at_its_limit_gets_the_next_task_when_one_ends()
    {
        await using var app = await TestApp.StartAsync("KEY_CONCURRENCY=1");
        var ids = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => app.AOneStepJobAsync()));
        await app.SettleAsync();
        Assert.Equal((1, 1), (await app.Sim.SubmitsAsync(), (int)(await app.KeysAsync("runway"))[0]!["limit"]!));

        foreach (var id in ids)
        {
            Assert.Equal(("completed", "live"), await EndAsync(app, id));
        }

        Assert.Equal(3, await app.Sim.SubmitsAsync());
    }

    [Fact]
    public async Task A_cancelled_task_makes_room_on_its_key()
    {
        await using var app = await TestApp.StartAsync("KEY_CONCURRENCY=1");
        var first = await app.AJobWaitingForRunwayAsync();
        await app.PostAsync($"/api/videos/{first}/cancel");
        await app.JobWhenOverAsync(first);

        Assert.Equal(("completed", "live"), await EndAsync(app, await app.AOneStepJobAsync()));
    }

    [Fact]
    public async Task A_refused_key_is_out_until_another_is_configured()
    {
        await using var sim = await Simulator.StartAsync();
        using var folder = new TempFolder();
        var before = await TestApp.StartAsync(sim, folder, "RUNWAY_API_KEY=wrong");
        await before.JobWhenOverAsync(await before.AOneStepJobAsync());
        await before.PassAsync(TimeSpan.FromHours(3));
        Assert.Equal(("completed", "simulation"), await EndAsync(before, await before.AOneStepJobAsync()));
        Assert.Equal(1, await sim.SubmitsAsync());
        await before.StopAsync();

        await using var after = await TestApp.StartAsync(sim, folder);
        Assert.Equal(("completed", "live"), await EndAsync(after, await after.AOneStepJobAsync()));
    }

    [Fact]
    public async Task A_suspended_key_that_answers_its_balance_again_is_taken_back()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sim.ControlAsync("runway", new { disabled = true });
        await app.JobWhenOverAsync(await app.AOneStepJobAsync());
        await app.Sim.ControlAsync("runway", new { disabled = false });
        Assert.Equal("refused", (string?)(await app.KeysAsync("runway"))[0]!["state"]);

        await app.GetAsync("/api/providers/runway/credits");

        Assert.Equal("live", (string?)(await app.KeysAsync("runway"))[0]!["state"]);
        Assert.Equal(("completed", "live"), await EndAsync(app, await app.AOneStepJobAsync()));
    }

    [Fact]
    public async Task A_key_rests_before_its_account_is_suspended_for_rejected_contents()
    {
        await using var app = await TestApp.StartAsync("KEY_MODERATED_MOST=2", "KEY_MODERATED_MINUTES=30");
        await app.JobWhenOverAsync(await app.AOneStepJobAsync("PENDING, FAILED SAFETY.INPUT.TEXT"));
        Assert.Equal(("completed", "live"), await EndAsync(app, await app.AOneStepJobAsync()));
        await app.JobWhenOverAsync(await app.AOneStepJobAsync("PENDING, FAILED SAFETY.OUTPUT.VIDEO"));

        var key = (await app.KeysAsync("runway"))[0]!;
        Assert.Equal(("resting", 2), ((string?)key["state"], (int)key["moderated"]!));
        var refused = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat", model = "gen4.5", provider = "runway" }));
        Assert.Equal(("API_LIMIT_EXCEEDED", 3), ((string?)refused["error"]!["code"], await app.Sim.SubmitsAsync()));

        await app.PassAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(("completed", "live"), await EndAsync(app, await app.AOneStepJobAsync()));
    }

    [Fact]
    public async Task Where_no_balance_is_told_one_job_is_the_probe_and_only_one_at_a_time()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=", $"FAL_KEY={Given.FalKey}");
        await app.Sim.ControlAsync("fal", new { credits = 0 });
        await app.JobWhenOverAsync(await FalJobAsync(app));
        Assert.Equal("exhausted", (string?)(await app.KeysAsync("fal"))[0]!["state"]);
        await app.PassAsync(TimeSpan.FromMinutes(1));

        var crowd = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => FalJobAsync(app)));
        foreach (var id in crowd)
        {
            Assert.Equal(("completed", "simulation"), await EndAsync(app, id));
        }

        Assert.Equal(2, await app.Sim.SubmitsAsync());
        await app.Sim.ControlAsync("fal", new { credits = 100 });
        await app.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(("completed", "live"), await EndAsync(app, await FalJobAsync(app)));
        Assert.Equal("live", (string?)(await app.KeysAsync("fal"))[0]!["state"]);
    }

    [Fact]
    public async Task An_account_with_as_many_tasks_as_it_may_have_is_waited_for()
    {
        await using var app = await Given.OnlyKlingAsync();
        await app.Sim.ControlAsync("kling", new { parallel = 1 });
        var ids = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => app.AKlingJobAsync()));

        foreach (var id in ids)
        {
            Assert.Equal(("completed", "live"), await EndAsync(app, id));
        }
    }

    private static Task<string> FalJobAsync(TestApp app) => app.AJobAsync(new { prompt = "A cat", model = "pika-2.2" });

    private static async Task<(string?, string?)> EndAsync(TestApp app, string id)
    {
        var job = await app.JobWhenOverAsync(id);
        return ((string?)job["status"], (string?)job["mode"]);
    }
}
