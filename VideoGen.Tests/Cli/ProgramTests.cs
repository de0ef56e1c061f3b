namespace VideoGen.Tests.Cli;

/// <summary>The program as people and scripts meet it: signals, terminals, pipes.</summary>
[Collection(nameof(RunningService))]
public sealed class ProgramTests(RunningService service)
{
    [Fact]
    public async Task In_a_pipe_there_are_plain_lines()
    {
        var id = await service.AJobThatIsDoneAsync();
        await using var watch = Program.InAPipe(service.Url, "watch", id);

        Assert.Equal(0, await watch.EndAsync());

        Assert.Contains("  100%  Completed\n", watch.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(watch.Said, c => char.IsControl(c) && c != '\n');
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task Interrupted_where_nobody_can_be_asked_it_leaves_the_job_running(string signal, int code)
    {
        var id = await service.AJobThatGoesOnAsync();
        await using var watch = Program.InAPipe(service.Url, "watch", id);
        await watch.UntilSaidAsync("%");

        await watch.SignalAsync(signal);

        Assert.Equal(code, await watch.EndAsync());
        Assert.Contains($"interrupted: the job goes on\n  to see how it ends:  videogen watch {id}\n  to cancel it:        videogen cancel {id}\n", watch.Said, StringComparison.Ordinal);
        Assert.Equal("running", (string?)(await service.JobAsync(id))["status"]);
        await service.RunAsync("cancel", id);
    }

    [Fact]
    public async Task On_a_terminal_there_is_a_bar_and_Ctrl_C_offers_to_cancel_the_job()
    {
        var id = await service.AJobThatGoesOnAsync();
        await using var watch = Program.OnATerminal(service.Url, "watch", id);
        await watch.UntilSaidAsync("━─");

        await watch.TypeAsync("\u0003");
        await watch.UntilSaidAsync("cancel the job too? [y/N] ");
        await watch.TypeAsync("y\n");

        Assert.Equal(8, await watch.EndAsync());
        Assert.Equal("canceled", (string?)(await service.JobAsync(id))["status"]);
    }

    [Fact]
    public async Task A_second_Ctrl_C_leaves_the_job_running()
    {
        var id = await service.AJobThatGoesOnAsync();
        await using var watch = Program.OnATerminal(service.Url, "watch", id);
        await watch.UntilSaidAsync("━─");

        await watch.TypeAsync("\u0003");
        await watch.UntilSaidAsync("[y/N] ");
        await watch.TypeAsync("\u0003");

        Assert.Equal(130, await watch.EndAsync());
        Assert.Contains("the job goes on", watch.Said, StringComparison.Ordinal);
        Assert.Equal("running", (string?)(await service.JobAsync(id))["status"]);
        await service.RunAsync("cancel", id);
    }

    [Fact]
    public async Task Whoever_watches_sees_the_end_although_the_service_is_killed_meanwhile()
    {
        var polls = (await service.System.LogAsync("poll")).Count;
        await service.System.SpoilAsync("poll=hang");
        var id = await service.AJobAsync("SUCCEEDED");
        await service.System.UntilLoggedAsync("poll", polls + 1);
        await using var watch = Program.InAPipe(service.Url, "watch", id);
        await watch.UntilSaidAsync("%");

        await service.System.KillAndRestartAsync();

        Assert.Equal(0, await watch.EndAsync());
        Assert.Contains("The service does not answer; waiting for it", watch.Said, StringComparison.Ordinal);
        Assert.Contains($"job       {id}, completed", watch.Said, StringComparison.Ordinal);
    }
}
