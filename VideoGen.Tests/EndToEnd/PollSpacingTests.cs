using System.Text.Json.Nodes;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.EndToEnd;

public sealed class PollSpacingTests
{
    private const int Jobs = 200;
    private const double LeastSeconds = 5;

    [Fact]
    public async Task No_task_of_200_jobs_at_once_is_looked_at_twice_within_five_seconds()
    {
        await using var app = await TestApp.StartAsync("POLL_SECONDS=5", "POLL_FIRST_SECONDS=0");
        await app.Sim.ControlAsync("fault", new { fault = "poll=503*40; poll=html*40; poll=429*40; poll=close*10" });
        var ids = await Task.WhenAll(Enumerable.Range(0, Jobs).Select(_ => app.AOneStepJobAsync()));

        for (var moves = 0; await OverAsync(app) < Jobs; moves++)
        {
            Assert.True(moves < 20_000, "The jobs do not come to an end.");
            await app.SettleAsync();
            app.Time.AdvanceToNextDue();
        }

        Assert.All(await Task.WhenAll(ids.Select(app.JobWhenOverAsync)), job => Assert.Equal("completed", job["status"]!.GetValue<string>()));
        var polls = (await app.Sim.ReadAsync("log/polls")).AsArray();
        Assert.Equal(Jobs, polls.Count);
        Assert.All(polls, task => Assert.False(Spacing(task!) < LeastSeconds));
        Assert.InRange(polls.Sum(task => task!["count"]!.GetValue<int>()), 3 * Jobs, int.MaxValue);
        Assert.Equal(Jobs, await app.Sim.SubmitsAsync());
    }

    private static async Task<int> OverAsync(TestApp app) => (await app.Sim.ReadAsync("log?operation=download")).AsArray().Count;

    private static double? Spacing(JsonNode task) => task["smallestSpacing"]?.GetValue<double>();
}
