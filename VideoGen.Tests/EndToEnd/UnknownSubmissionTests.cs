using VideoGen.Tests.Support;

namespace VideoGen.Tests.EndToEnd;

/// <summary>Between a submit and its receipt the provider offers no way back: the job says so, and a person decides.</summary>
public sealed class UnknownSubmissionTests
{
    [Fact]
    public async Task A_task_that_exists_is_adopted()
    {
        await using var system = await LiveSystem.StartAsync();
        var id = await KillInTheSubmitAsync(system, "SUCCEEDED", "created-hang");
        var task = Assert.Single(await system.PaidTasksAsync());

        await system.ResolveAsync(id, new { action = "adopt", taskId = task });

        await UntilResolvedAsync(system, id);
        await system.AssertCompletedAsync(id);
    }

    [Fact]
    public async Task A_task_that_does_not_exist_is_submitted_again()
    {
        await using var system = await LiveSystem.StartAsync();
        var id = await KillInTheSubmitAsync(system, "SUCCEEDED", "hang");
        Assert.Empty(await system.PaidTasksAsync());

        await system.ResolveAsync(id, new { action = "resubmit" });

        await UntilResolvedAsync(system, id);
        await system.AssertCompletedAsync(id);
    }

    [Fact]
    public async Task A_job_is_abandoned()
    {
        await using var system = await LiveSystem.StartAsync();
        var id = await KillInTheSubmitAsync(system, "SUCCEEDED", "created-hang");

        await system.ResolveAsync(id, new { action = "abandon" });

        var job = await system.UntilAsync(id, "failed");
        Assert.Equal("GENERATION_FAILED", job["error"]!["code"]!.GetValue<string>());
        Assert.Single(await system.PaidTasksAsync());
        Assert.Empty(system.Files());
    }

    [Theory]
    [InlineData("created-close")]
    [InlineData("created-html")]
    [InlineData("created-504")]
    public async Task A_lost_answer_is_held_without_any_kill(string fault)
    {
        await using var system = await LiveSystem.StartAsync();
        await system.SpoilAsync($"submit={fault}");
        await system.PlayAsync("SUCCEEDED");
        var id = await system.StartJobAsync();

        await system.UntilAsync(id, "submission_unknown");
        await system.ResolveAsync(id, new { action = "adopt", taskId = Assert.Single(await system.PaidTasksAsync()) });

        await UntilResolvedAsync(system, id);
        await system.AssertCompletedAsync(id);
    }

    private static async Task<string> KillInTheSubmitAsync(LiveSystem system, string script, string fault)
    {
        await system.SpoilAsync($"submit={fault}");
        await system.PlayAsync(script);
        var id = await system.StartJobAsync();
        await Eventually.IsTrueAsync(async () => (await system.LogAsync("submit")) is [{ } submit] && submit["fault"] is not null && (fault == "hang" || submit["task"] is not null));

        await system.KillAndRestartAsync();

        await system.UntilAsync(id, "submission_unknown");
        Assert.Single(await system.LogAsync("submit"));
        return id;
    }

    private static Task UntilResolvedAsync(LiveSystem system, string id) =>
        Eventually.IsTrueAsync(async () => (await system.JobAsync(id))["status"]!.GetValue<string>() != "submission_unknown");
}
