using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

public sealed class ManyJobsTests
{
    [Fact]
    public async Task Over_two_hundred_jobs_at_once_no_task_is_looked_at_twice_within_five_seconds()
    {
        const int jobs = 200;
        await using var app = await TestApp.StartAsync("POLL_SECONDS=5");
        await Task.WhenAll(Enumerable.Range(0, jobs).Select(i => app.AJobAsync(new { prompt = $"Video {i}", model = i % 2 == 0 ? "gen4.5" : "gen4_turbo" })));

        while (app.Engine.OpenInstances > 0)
        {
            await app.SettleAsync();
            app.Time.AdvanceToNextDue();
        }

        var polls = (await app.Sim.ReadAsync("log/polls")).AsArray();
        Assert.Equal(jobs * 3 / 2, polls.Count);
        Assert.All(polls, task => Assert.True((double?)task!["smallestSpacing"] is null or >= 5, task!.ToString()));
        Assert.Equal(jobs * 3 / 2, await app.Sim.SubmitsAsync());
        Assert.Equal(100, (await app.GetAsync("/api/videos?limit=100&status=completed")).Json!["videos"]!.AsArray().Count);
    }
}
