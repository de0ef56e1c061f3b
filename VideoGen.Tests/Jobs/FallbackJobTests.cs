using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

public sealed class FallbackJobTests
{
    private static readonly string SecondKey = "key_" + new string('b', 128);

    [Fact]
    public async Task Without_credits_the_job_is_a_simulation_in_the_open()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sim.NoCreditsAsync();
        var started = app.Time.GetUtcNow();

        var id = await app.AJobAsync(new { prompt = "A cat" });
        var said = await app.JobWhenAsync(id, job => (string?)job["mode"] == "simulation");

        Assert.True((app.Time.GetUtcNow() - started).TotalSeconds <= 2);
        Assert.Equal("Simulation mode (insufficient credits)", (string?)said["message"]);
        var job = await app.JobWhenOverAsync(id);
        Assert.Equal(("completed", "simulation", 0m), ((string?)job["status"], (string?)job["mode"], (decimal?)job["cost"]!["charged"]));
        Assert.Equal("Simulation mode (insufficient credits)", (string?)job["message"]);
        Assert.True((bool?)job["videos"]![0]!["simulated"]);
        Assert.Contains(job["trace"]!.AsArray(), hop => (string?)hop!["verdict"] == "credits_exhausted");
    }

    [Fact]
    public async Task An_exhausted_key_is_not_asked_again_before_its_probe_and_comes_back_by_itself()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sim.NoCreditsAsync();
        await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "The first" }));
        var submits = await app.Sim.SubmitsAsync();

        var second = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "The second" }));
        Assert.Equal(("simulation", submits), ((string?)second["mode"], await app.Sim.SubmitsAsync()));

        await app.Sim.ControlAsync("runway", new { credits = 1000 });
        await app.PassAsync(TimeSpan.FromSeconds(90));
        var third = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "The third" }));

        Assert.Equal(("completed", "live"), ((string?)third["status"], (string?)third["mode"]));
    }

    [Fact]
    public async Task Credits_that_run_out_after_the_first_frame_are_said_and_the_frame_is_on_the_bill()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sim.ControlAsync("runway", new { credits = 5 });

        var job = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat" }));

        Assert.Equal(("completed", "simulation", 0.05m), ((string?)job["status"], (string?)job["mode"], (decimal?)job["cost"]!["charged"]));
    }

    [Fact]
    public async Task With_simulation_ruled_out_the_job_fails_for_want_of_credits()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sim.NoCreditsAsync();

        var job = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat", simulation = "never" }));

        Assert.Equal(("failed", "CREDITS_EXHAUSTED", true, false),
            ((string?)job["status"], (string?)job["error"]!["code"], (bool?)job["error"]!["retryable"], (bool?)job["error"]!["billed"]));
    }

    [Fact]
    public async Task The_next_key_takes_over_from_one_without_credits()
    {
        await using var app = await TestApp.StartAsync($"RUNWAY_API_KEY={Simulator.Key},{SecondKey}");
        await app.Sim.ControlAsync("runway", new { key = Simulator.Key, credits = 0 });

        var job = await app.JobWhenOverAsync(await app.AOneStepJobAsync());

        Assert.Equal(("completed", "live"), ((string?)job["status"], (string?)job["mode"]));
    }

    [Fact]
    public async Task Without_a_key_every_job_is_a_simulation()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");

        var job = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat" }));

        Assert.Equal(("completed", "Simulation mode (no provider configured)"), ((string?)job["status"], (string?)job["message"]));
        Assert.Equal(0, await app.Sim.SubmitsAsync());
    }

    [Fact]
    public async Task A_wrong_key_leads_to_a_simulation_and_is_shown()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=wrong");

        var job = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat" }));

        Assert.Equal("Simulation mode (provider key refused)", (string?)job["message"]);
        var runway = (await app.GetAsync("/api/providers")).Json!["providers"]!.AsArray().Single(provider => (string?)provider!["name"] == "runway");
        Assert.Equal("refused", (string?)runway!["state"]);
    }

    [Theory]
    [InlineData("PENDING, FAILED SAFETY.INPUT.TEXT", "CONTENT_REJECTED", true)]
    [InlineData("PENDING, FAILED SAFETY.OUTPUT.IMAGE; cost=0", "CONTENT_REJECTED", false)]
    [InlineData("PENDING, FAILED ASSET.INVALID; cost=0", "INVALID_REQUEST", false)]
    [InlineData("PENDING, FAILED INTERNAL; cost=60", "GENERATION_FAILED", true)]
    public async Task A_failed_task_ends_the_job_with_its_code_and_is_tried_nowhere_else(string script, string code, bool billed)
    {
        await using var app = await TestApp.StartAsync();

        var job = await app.JobWhenOverAsync(await app.AOneStepJobAsync(script));

        Assert.Equal(("failed", code, billed), ((string?)job["status"], (string?)job["error"]!["code"], (bool?)job["error"]!["billed"]));
        Assert.Equal(1, await app.Sim.SubmitsAsync());
    }

    [Fact]
    public async Task A_refunded_failure_is_tried_once_more()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sim.ControlAsync("script", new { script = "PENDING, FAILED INTERNAL; cost=0" });

        var job = await app.JobWhenOverAsync(await app.AOneStepJobAsync());

        Assert.Equal(("completed", 2), ((string?)job["status"], await app.Sim.SubmitsAsync()));
        Assert.Equal(["failed", "succeeded"], job["trace"]!.AsArray().Select(hop => (string?)hop!["verdict"]));
    }

    [Fact]
    public async Task A_throttled_submit_is_repeated_after_a_rest()
    {
        await using var app = await TestApp.StartAsync();

        var job = await app.JobWhenOverAsync(await app.AOneStepJobAsync("submit=429:retry=20*2"));

        Assert.Equal(("completed", "live", 3), ((string?)job["status"], (string?)job["mode"], await app.Sim.SubmitsAsync()));
        Assert.Equal(0.60m, (decimal?)job["cost"]!["charged"]);
    }

    [Fact]
    public async Task Throttled_again_and_again_the_job_fails_and_is_not_simulated()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sim.ControlAsync("fault", new { fault = "submit=429*always" });

        var job = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat" }));

        Assert.Equal(("failed", "API_LIMIT_EXCEEDED"), ((string?)job["status"], (string?)job["error"]!["code"]));
    }

    [Fact]
    public async Task A_task_held_back_by_the_account_is_waited_for()
    {
        await using var app = await TestApp.StartAsync("POLL_LOOKS=6");

        var job = await app.JobWhenOverAsync(await app.AOneStepJobAsync("THROTTLED*60, RUNNING 0.5, SUCCEEDED"));

        Assert.Equal("completed", (string?)job["status"]);
    }

    [Fact]
    public async Task A_task_that_never_ends_is_ended_at_the_provider()
    {
        await using var app = await TestApp.StartAsync();

        var job = await app.JobWhenOverAsync(await app.AOneStepJobAsync("RUNNING 0.5*10000"));

        Assert.Equal(("failed", "GENERATION_TIMEOUT"), ((string?)job["status"], (string?)job["error"]!["code"]));
        Assert.Single((await app.Sim.ReadAsync("log?operation=delete")).AsArray());
        Assert.InRange((double)job["timings"]!["total"]!, 599, 615);
    }

    [Fact]
    public async Task Looks_that_fail_are_not_the_tasks_fault()
    {
        await using var app = await TestApp.StartAsync();

        var job = await app.JobWhenOverAsync(await app.AOneStepJobAsync("poll=502*2; poll=html; poll=close"));

        Assert.Equal("completed", (string?)job["status"]);
    }
}
