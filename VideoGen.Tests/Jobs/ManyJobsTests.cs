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

    [Fact]
    public async Task A_job_of_three_minutes_stays_small()
    {
        await using var app = await TestApp.StartAsync();
        var start = await app.PostAsync("/api/videos", new { prompt = "A cat [sim: for=image_to_video; PENDING*4, RUNNING 0.1*8, RUNNING 0.5*9, RUNNING 0.9*10, SUCCEEDED]" });
        var id = (string)start.Json!["id"]!;

        var job = await app.JobWhenOverAsync(id);

        Assert.InRange((double)job["timings"]!["total"]!, 170, 220);
        Assert.InRange((await app.Sim.ReadAsync("log?operation=poll")).AsArray().Count, 2, 12);
        Assert.InRange(await HistoryRowsAsync(app, (string)start.Json!["management"]!["statusQueryGetUri"]!, id), 20, 120);
    }

    private static async Task<int> HistoryRowsAsync(TestApp app, string statusUrl, string id)
    {
        var rows = 0;
        foreach (var instance in new[] { id, $"{id}-0", $"{id}-0-1", $"{id}-0-2" })
        {
            var status = await app.GetAsync(statusUrl.Replace($"/{id}", $"/{instance}") + (statusUrl.Contains('?') ? "&" : "?") + "showHistory=true");
            rows += status.Json!["historyEvents"]!.AsArray().Count;
        }

        return rows;
    }
}
