using System.Net;

namespace VideoGen.Tests.ProviderSim;

public sealed class RunwayTaskTests : IAsyncLifetime
{
    private Simulator _sim = null!;

    public async ValueTask InitializeAsync() => _sim = await Simulator.StartAsync();

    public ValueTask DisposeAsync() => _sim.DisposeAsync();

    [Fact]
    public async Task A_task_runs_its_usual_course_to_a_signed_url_and_a_cost()
    {
        var task = await _sim.StartTaskAsync();

        Assert.Equal(["PENDING", "PENDING", "RUNNING 0.02", "RUNNING 0.31", "RUNNING 0.77", "SUCCEEDED"], await _sim.StatesAsync(task, 6));
        var done = (await _sim.GetAsync($"/v1/tasks/{task}")).Json!;
        Assert.Contains("?_jwt=", done["output"]![0]!.GetValue<string>());
        Assert.Equal(25, done["cost"]!["credits"]!.GetValue<int>());
        Assert.Null(done["estimatedCost"]);
    }

    [Fact]
    public async Task A_task_that_waits_tells_its_estimate_and_when_it_was_made()
    {
        var task = await _sim.StartTaskAsync();

        var json = (await _sim.GetAsync($"/v1/tasks/{task}")).Json!;

        Assert.Equal($$$"""{"id":"{{{task}}}","createdAt":"2026-11-21T10:00:00.000Z","status":"PENDING","estimatedCost":{"credits":25}}""", json.ToJsonString());
    }

    [Fact]
    public async Task Over_concurrency_a_task_is_throttled_until_another_ends()
    {
        await _sim.ControlAsync("runway", new { concurrent = 1 });
        await _sim.StartTaskAsync();

        var second = await _sim.StartTaskAsync();

        Assert.Equal(
            ["PENDING", "PENDING", "THROTTLED", "THROTTLED", "THROTTLED", "PENDING", "RUNNING 0.02", "RUNNING 0.31", "RUNNING 0.77", "SUCCEEDED"],
            await _sim.StatesAsync(second, 10));
    }

    [Fact]
    public async Task Only_as_many_run_at_once_as_the_tier_says()
    {
        await _sim.ControlAsync("runway", new { concurrent = 3 });
        foreach (var _ in Enumerable.Range(0, 8))
        {
            await _sim.StartTaskAsync();
        }

        for (var second = 0; second < 90; second += 5)
        {
            var tasks = (await _sim.ReadAsync("runway/bill"))["tasks"]!.AsArray();
            Assert.InRange(tasks.Count(task => task!["status"]!.GetValue<string>() == "RUNNING"), 0, 3);
            _sim.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.All((await _sim.ReadAsync("runway/bill"))["tasks"]!.AsArray(), task => Assert.Equal("SUCCEEDED", task!["status"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_cancelled_task_frees_its_place_for_the_next()
    {
        await _sim.ControlAsync("runway", new { concurrent = 1 });
        var first = await _sim.StartTaskAsync();
        var second = await _sim.StartTaskAsync();
        _sim.Time.Advance(TimeSpan.FromSeconds(10));

        await _sim.DeleteAsync($"/v1/tasks/{first}");

        Assert.Equal(["PENDING", "RUNNING 0.02"], await _sim.StatesAsync(second, 2));
    }

    [Fact]
    public async Task A_larger_tier_lets_the_waiting_in()
    {
        await _sim.ControlAsync("runway", new { concurrent = 1 });
        await _sim.StartTaskAsync();
        var second = await _sim.StartTaskAsync();
        _sim.Time.Advance(TimeSpan.FromSeconds(10));

        await _sim.ControlAsync("runway", new { concurrent = (int?)null });

        Assert.Equal(["PENDING", "RUNNING 0.02"], await _sim.StatesAsync(second, 2));
    }

    [Theory]
    [InlineData("SAFETY.INPUT.TEXT", 25)]
    [InlineData("SAFETY.INPUT.IMAGE", 25)]
    [InlineData("SAFETY.OUTPUT.VIDEO", 0)]
    [InlineData("INPUT_PREPROCESSING.SAFETY.TEXT", 0)]
    [InlineData("INPUT_PREPROCESSING.SAFETY.THIRD_PARTY", 0)]
    [InlineData("INPUT_PREPROCESSING.INTERNAL", 0)]
    [InlineData("INTERNAL.BAD_OUTPUT.CODE01", 0)]
    [InlineData("INTERNAL", 0)]
    [InlineData("ASSET.INVALID", 0)]
    [InlineData("THIRD_PARTY.INPUT_VALIDATION", 0)]
    [InlineData("THIRD_PARTY.UNAVAILABLE", 0)]
    public async Task A_failed_task_tells_its_code_and_what_stays_charged(string code, int cost)
    {
        var task = await _sim.StartTaskAsync($"FAILED {code}");

        var json = (await _sim.GetAsync($"/v1/tasks/{task}")).Json!;

        Assert.Equal("FAILED", json["status"]!.GetValue<string>());
        Assert.Equal(code, json["failureCode"]!.GetValue<string>());
        Assert.NotEmpty(json["failure"]!.GetValue<string>());
        Assert.Equal(cost, json["cost"]!["credits"]!.GetValue<int>());
        Assert.Equal(100_000 - cost, await _sim.BalanceAsync());
    }

    [Fact]
    public async Task A_failure_may_lack_its_code_and_be_charged_in_full()
    {
        var task = await _sim.StartTaskAsync("RUNNING 0.5, FAILED; cost=25");
        _sim.Time.Advance(TimeSpan.FromSeconds(5));

        var json = (await _sim.GetAsync($"/v1/tasks/{task}")).Json!;

        Assert.Equal("FAILED", json["status"]!.GetValue<string>());
        Assert.Null(json["failureCode"]);
        Assert.Equal(25, json["cost"]!["credits"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_deleted_task_is_gone_and_refunded()
    {
        var task = await _sim.StartTaskAsync();
        _sim.Time.Advance(TimeSpan.FromSeconds(12));

        var deleted = await _sim.DeleteAsync($"/v1/tasks/{task}");
        var later = await _sim.GetAsync($"/v1/tasks/{task}");

        Assert.Equal((HttpStatusCode.NoContent, ""), (deleted.Status, deleted.Body));
        Assert.Equal((HttpStatusCode.NotFound, """{"error":"Could not find Task"}"""), (later.Status, later.Body));
        Assert.Equal(HttpStatusCode.NotFound, (await _sim.DeleteAsync($"/v1/tasks/{task}")).Status);
        Assert.Equal(100_000, await _sim.BalanceAsync());
    }

    [Fact]
    public async Task A_finished_task_is_deleted_without_a_refund()
    {
        var task = await _sim.StartTaskAsync("SUCCEEDED");

        await _sim.DeleteAsync($"/v1/tasks/{task}");

        Assert.Equal(HttpStatusCode.NotFound, (await _sim.GetAsync($"/v1/tasks/{task}")).Status);
        Assert.Equal(100_000 - 25, await _sim.BalanceAsync());
    }

    [Fact]
    public async Task A_reader_sees_a_task_that_somebody_else_cancelled()
    {
        var task = await _sim.StartTaskAsync();

        await _sim.ControlAsync($"runway/tasks/{task}/cancel", new { });

        var json = (await _sim.GetAsync($"/v1/tasks/{task}")).Json!;
        Assert.Equal("CANCELLED", json["status"]!.GetValue<string>());
        Assert.Equal(0, json["cost"]!["credits"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    [InlineData("key_123")]
    public async Task A_wrong_key_is_refused(string? key)
    {
        using var client = _sim.Client(key);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/v1/organization", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_suspended_account_is_refused_until_it_is_back()
    {
        await _sim.ControlAsync("runway", new { key = Simulator.Key, disabled = true });
        Assert.Equal(HttpStatusCode.Unauthorized, (await _sim.GetAsync("/v1/organization")).Status);

        await _sim.ControlAsync("runway", new { key = Simulator.Key, disabled = false });
        Assert.Equal(HttpStatusCode.OK, (await _sim.GetAsync("/v1/organization")).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2023-01-01")]
    public async Task A_missing_or_wrong_version_header_is_refused(string? version)
    {
        using var client = _sim.Client(Simulator.Key, version);

        var reply = await Reply.OfAsync(await client.GetAsync("/v1/organization", TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Contains("X-Runway-Version", reply.Json!["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_task_of_another_account_is_not_found()
    {
        var task = await _sim.StartTaskAsync();
        using var stranger = _sim.Client("key_" + new string('b', 128));

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/v1/tasks/{task}", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_script_may_move_with_the_looks_and_hold_states_nobody_knows()
    {
        var task = await _sim.StartTaskAsync("PENDING, DREAMING, RUNNING 0.5*2, SUCCEEDED; advance=poll; outputs=2");

        var states = new List<string>();
        for (var look = 0; look < 5; look++)
        {
            states.Add((await _sim.GetAsync($"/v1/tasks/{task}")).Json!["status"]!.GetValue<string>());
        }

        Assert.Equal(["PENDING", "DREAMING", "RUNNING", "RUNNING", "SUCCEEDED"], states);
        Assert.Equal(2, (await _sim.GetAsync($"/v1/tasks/{task}")).Json!["output"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_prompt_may_carry_the_script_of_one_kind_of_request()
    {
        const string prompt = "A cat [sim: FAILED INTERNAL; for=image_to_video]";
        var image = await _sim.PostAsync("/v1/text_to_image", $$"""{"model":"gen4_image","promptText":"{{prompt}}","ratio":"1280:720"}""");
        var video = await _sim.PostAsync("/v1/image_to_video", Simulator.Turbo.Replace("A cat", prompt, StringComparison.Ordinal));

        Assert.Equal("PENDING", (await _sim.GetAsync($"/v1/tasks/{image.Json!["id"]}")).Json!["status"]!.GetValue<string>());
        Assert.Equal("FAILED", (await _sim.GetAsync($"/v1/tasks/{video.Json!["id"]}")).Json!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Queued_scripts_are_for_the_next_requests_in_turn()
    {
        await _sim.ControlAsync("script", new { script = "FAILED", times = 2 });

        var states = new List<string>();
        for (var n = 0; n < 3; n++)
        {
            states.AddRange(await _sim.StatesAsync(await _sim.StartTaskAsync(), 1));
        }

        Assert.Equal(["FAILED", "FAILED", "PENDING"], states);
    }

    [Fact]
    public async Task The_simulation_can_run_faster_and_jump()
    {
        await _sim.ControlAsync("clock", new { speed = 10 });
        var task = await _sim.StartTaskAsync();

        _sim.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("RUNNING 0.77", Assert.Single(await _sim.StatesAsync(task, 1)));

        var other = await _sim.StartTaskAsync();
        await _sim.ControlAsync("clock", new { advanceSeconds = 25 });
        Assert.Equal("SUCCEEDED", Assert.Single(await _sim.StatesAsync(other, 1)));
    }
}
