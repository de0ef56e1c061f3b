using System.Text.Json.Nodes;

namespace VideoGen.Tests.ProviderSim;

public sealed class RequestLogTests : IAsyncLifetime
{
    private Simulator _sim = null!;

    public async ValueTask InitializeAsync() => _sim = await Simulator.StartAsync();

    public ValueTask DisposeAsync() => _sim.DisposeAsync();

    [Fact]
    public async Task A_request_is_kept_with_its_body_task_and_answer()
    {
        var task = await _sim.StartTaskAsync();

        var entry = Assert.Single((await _sim.ReadAsync("log")).AsArray())!;

        Assert.Equal("2026-11-21T10:00:00+00:00", entry["at"]!.GetValue<string>());
        Assert.Equal(("POST", "/v1/image_to_video"), (entry["method"]!.GetValue<string>(), entry["path"]!.GetValue<string>()));
        Assert.Equal("submit", entry["operation"]!.GetValue<string>());
        Assert.Equal(task, entry["task"]!.GetValue<string>());
        Assert.Equal(200, entry["status"]!.GetValue<int>());
        Assert.Equal(JsonNode.Parse(Simulator.Turbo)!.ToJsonString(), entry["body"]!.ToJsonString());
        Assert.Equal("2024-11-06", entry["headers"]!["x-runway-version"]!.GetValue<string>());
    }

    [Fact]
    public async Task Neither_keys_nor_signed_addresses_are_kept()
    {
        var task = await _sim.StartTaskAsync("SUCCEEDED");
        var url = (await _sim.GetAsync($"/v1/tasks/{task}")).Json!["output"]![0]!.GetValue<string>();
        await _sim.GetAsync(url);

        var log = (await _sim.ReadAsync("log")).ToJsonString();

        Assert.DoesNotContain(Simulator.Key, log);
        Assert.DoesNotContain("_jwt", log);
        Assert.Equal(8, (await _sim.ReadAsync("log"))[0]!["key"]!.GetValue<string>().Length);
    }

    [Fact]
    public async Task Polls_are_counted_by_task_with_their_least_distance()
    {
        var task = await _sim.StartTaskAsync();
        foreach (var wait in (int[])[10, 6, 30])
        {
            await _sim.GetAsync($"/v1/tasks/{task}");
            _sim.Time.Advance(TimeSpan.FromSeconds(wait));
        }

        await _sim.GetAsync($"/v1/tasks/{task}");

        Assert.Equal($$"""[{"task":"{{task}}","count":4,"smallestSpacing":6}]""", (await _sim.ReadAsync("log/polls")).ToJsonString());
    }

    [Fact]
    public async Task The_distance_is_that_of_the_callers_clock_however_fast_the_simulation()
    {
        await _sim.ControlAsync("clock", new { speed = 100 });
        var task = await _sim.StartTaskAsync();

        await _sim.StatesAsync(task, 2);

        Assert.Equal(5, (await _sim.ReadAsync("log/polls"))[0]!["smallestSpacing"]!.GetValue<double>());
    }

    [Fact]
    public async Task It_can_be_narrowed_and_emptied()
    {
        var task = await _sim.StartTaskAsync();
        await _sim.StartTaskAsync();
        await _sim.GetAsync($"/v1/tasks/{task}");

        Assert.Equal(2, (await _sim.ReadAsync($"log?task={task}")).AsArray().Count);
        Assert.Equal(2, (await _sim.ReadAsync("log?operation=submit")).AsArray().Count);
        Assert.Single((await _sim.ReadAsync("log?after=2")).AsArray());

        await _sim.ControlAsync("reset", new { });
        Assert.Empty((await _sim.ReadAsync("log")).AsArray());
        Assert.Equal(0, (await _sim.ReadAsync("runway/bill"))["paidSubmits"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_control_interface_tells_what_it_can()
    {
        Assert.Contains(await HelpAsync(), line => line.Contains("/_sim/log/polls", StringComparison.Ordinal));
    }

    private async Task<IEnumerable<string>> HelpAsync() => (await _sim.ReadAsync("")).AsArray().Select(line => line!.GetValue<string>());
}
