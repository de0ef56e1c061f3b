using VideoGen.Tests.Support;

namespace VideoGen.Tests.EndToEnd;

/// <summary>The app is killed at every step of a job and started again on the same data: the result is the same, and it is paid for once.</summary>
public sealed class KillTests
{
    private const int Seed = 2026;

    [Fact]
    public async Task A_job_that_is_left_alone_completes()
    {
        await using var system = await LiveSystem.StartAsync();
        await system.PlayAsync("SUCCEEDED");

        var id = await system.StartJobAsync();

        await system.AssertCompletedAsync(id);
    }

    [Fact]
    public async Task Killed_while_it_waits_to_submit()
    {
        await using var system = await LiveSystem.StartAsync();
        await system.SpoilAsync("submit=503");
        await system.PlayAsync("SUCCEEDED");
        var id = await system.StartJobAsync();
        await system.UntilLoggedAsync("submit", 1);
        await Eventually.IsTrueAsync(async () => (await system.JobAsync(id))["trace"]!.AsArray().Count > 0);

        await system.KillAndRestartAsync();

        await system.AssertCompletedAsync(id);
    }

    [Fact]
    public async Task Killed_as_soon_as_it_was_accepted()
    {
        await using var system = await LiveSystem.StartAsync();
        await system.PlayAsync("SUCCEEDED");
        var id = await system.StartJobAsync();

        await system.KillAndRestartAsync();

        await ResolveIfUnknownAsync(system, id);
        await system.AssertCompletedAsync(id);
    }

    [Fact]
    public async Task Killed_between_the_submit_and_the_first_look()
    {
        await using var system = await LiveSystem.StartAsync(("POLL_FIRST_SECONDS", "8"));
        await system.PlayAsync("SUCCEEDED");
        var id = await system.StartJobAsync();
        await system.UntilWatchedAsync(id);

        await system.KillAndRestartAsync();

        await system.AssertCompletedAsync(id);
    }

    [Fact]
    public async Task Killed_in_the_middle_of_every_look()
    {
        const int looks = 3;
        await using var system = await LiveSystem.StartAsync();
        await system.PlayAsync("PENDING, RUNNING 0.5, SUCCEEDED; advance=poll");
        await system.SpoilAsync($"poll=hang*{looks}");
        var id = await system.StartJobAsync();

        for (var look = 1; look <= looks; look++)
        {
            await system.UntilLoggedAsync("poll", look);
            await system.KillAndRestartAsync();
        }

        await system.AssertCompletedAsync(id);
    }

    [Fact]
    public async Task Killed_in_the_middle_of_the_download()
    {
        await using var system = await LiveSystem.StartAsync();
        await system.PlayAsync("SUCCEEDED; download=drip:20000");
        var id = await system.StartJobAsync();
        await Eventually.IsTrueAsync(() => system.Files().Any(file => new FileInfo(file).Length > 0));

        await system.KillAndRestartAsync();

        await system.AssertCompletedAsync(id);
    }

    [Theory]
    [InlineData("*.mp4")]
    [InlineData("*_thumb.jpg")]
    public async Task Killed_after_a_file_was_stored(string file)
    {
        await using var system = await LiveSystem.StartAsync();
        await system.PlayAsync("SUCCEEDED");
        var id = await system.StartJobAsync();
        await Eventually.IsTrueAsync(() => system.Files(file).Count > 0);

        await system.KillAndRestartAsync();

        await system.AssertCompletedAsync(id);
    }

    [Fact]
    public async Task Killed_between_the_picture_and_the_film()
    {
        await using var system = await LiveSystem.StartAsync();
        await system.PlayAsync("SUCCEEDED; poll=hang; for=text_to_image");
        await system.PlayAsync("SUCCEEDED; poll=hang; for=image_to_video");
        var id = await system.StartJobAsync("gen4_turbo");

        await system.UntilLoggedAsync("poll", 1);
        await system.KillAndRestartAsync();
        await Eventually.IsTrueAsync(async () => (await system.LogAsync("submit")).Count == 2 && (await system.LogAsync("poll")).Count >= 3);
        await system.KillAndRestartAsync();

        await system.AssertCompletedAsync(id, submits: 2);
        Assert.Equal(["/v1/text_to_image", "/v1/image_to_video"], (await system.LogAsync("submit")).Select(submit => submit!["path"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Killed_again_and_again_at_any_moment()
    {
        await using var system = await LiveSystem.StartAsync();
        await system.PlayAsync("PENDING, SUCCEEDED; advance=poll; download=drip:50000");
        var random = new Random(Seed);
        var id = await system.StartJobAsync();

        for (var kill = 0; kill < 8; kill++)
        {
            using var life = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(50, 2500)));
            await life.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            await system.KillAndRestartAsync();
        }

        await ResolveIfUnknownAsync(system, id);
        await system.AssertCompletedAsync(id);
    }

    /// <summary>Where the kill fell between the submit and its receipt, a person looks at the provider's list of tasks and says what is there.</summary>
    private static async Task ResolveIfUnknownAsync(LiveSystem system, string id)
    {
        var job = await system.UntilAsync(id, "completed", "submission_unknown", "failed");
        if (job["status"]!.GetValue<string>() == "submission_unknown")
        {
            var tasks = await system.PaidTasksAsync();
            await system.ResolveAsync(id, tasks is [var task] ? new { action = "adopt", taskId = task } : (object)new { action = "resubmit" });
            await Eventually.IsTrueAsync(async () => (await system.JobAsync(id))["status"]!.GetValue<string>() != "submission_unknown");
        }
    }
}
