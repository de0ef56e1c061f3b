using VideoGen.Tests.Support;

namespace VideoGen.Tests.Cli;

/// <summary>What is done with jobs that are there already.</summary>
[Collection(nameof(RunningService))]
public sealed class JobCommandsTests(RunningService service) : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_job_that_is_over_is_told_at_once_and_saved()
    {
        var id = await service.AJobThatIsDoneAsync();
        Directory.CreateDirectory(_folder["videos"]);

        var run = await service.RunAsync("watch", id, "-o", _folder["videos"]);

        Assert.True(run.Code == 0, run.Errors);
        Assert.Equal([_folder[$"videos/{id}.mp4"]], Directory.GetFiles(_folder["videos"]));
    }

    [Fact]
    public async Task A_job_is_shown_whole()
    {
        var id = await service.AJobThatIsDoneAsync();

        var run = await service.RunAsync("show", id);

        Assert.Equal(0, run.Code);
        Assert.All(
            [$"  job       {id}, completed", "  made by   runway, gen4.5", "  prompt    A cat", "  asked for 5 s, tags cli", "  took      queued ", "  asked     runway, gen4.5: succeeded for $0.60", "  cost      $0.60, quoted $0.60"],
            line => Assert.Contains(line, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_is_canceled()
    {
        var id = await service.AJobThatGoesOnAsync();

        var asked = await service.RunAsync("cancel", id);
        var watched = await service.RunAsync("watch", id);
        var again = await service.RunAsync("cancel", id, "--wait", "--json");

        Assert.Equal((0, $"{id} is being canceled\n"), (asked.Code, asked.Output));
        Assert.Equal(8, watched.Code);
        Assert.Equal((0, "canceled"), (again.Code, (string?)again.Json["status"]));
    }

    [Fact]
    public async Task What_is_over_cannot_be_canceled()
    {
        var run = await service.RunAsync("cancel", await service.AJobThatIsDoneAsync());

        Assert.Equal(4, run.Code);
        Assert.Contains("The job is over", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_waits_only_so_long_leaves_the_job_running()
    {
        var id = await service.AJobThatGoesOnAsync();

        var run = await service.RunAsync("watch", id, "--timeout", "1");

        Assert.Equal((10, ""), (run.Code, run.Output));
        Assert.Contains($"videogen cancel {id}", run.Errors, StringComparison.Ordinal);
        Assert.Equal("running", (string?)(await service.JobAsync(id))["status"]);
        await service.RunAsync("cancel", id);
    }

    [Fact]
    public async Task A_submission_that_a_person_must_look_up_is_not_waited_for()
    {
        var run = await service.RunAsync("watch", await service.AJobAsync("submit=created-close"));

        Assert.Equal(9, run.Code);
        Assert.Contains("submission_unknown", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_fits_the_terminal()
    {
        var id = await service.AJobThatIsDoneAsync();

        var wide = await service.RunAsync("list", "--status", "completed", "--tag", "cli", "--limit", "1");
        var narrow = await Run.InProcessAsync(["list", "--status", "completed", "--limit", "1"], new() { ["VIDEOGEN_URL"] = service.Url }, columns: 80);

        var rows = wide.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["ID", "STATUS", "MODE", "LENGTH", "PRICE", "AGE", "PROMPT"], rows[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches($@"^{id}  completed +live +\d+ s +\$0\.60 +\d+ s +A cat \[sim: SUCCEEDED\]$", rows[1]);
        Assert.All(narrow.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Credits_tell_balances_keys_and_points()
    {
        var run = await service.RunAsync("credits");
        var json = await service.RunAsync("credits", "--json");

        Assert.Equal(0, run.Code);
        Assert.Matches(@"\nrunway +[0-9a-f]{12}  live +\d+ +[\d,]+ credits +\$", run.Output);
        Assert.Contains("google is not configured\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("  points    unlimited; ", run.Output, StringComparison.Ordinal);
        Assert.Equal("anonymous", (string?)json.Json["usage"]!["user"]);
        Assert.Equal("runway", (string?)json.Json["credits"]![0]!["provider"]);
    }

    [Theory]
    [InlineData(5, "show nothing", "There is no such job.")]
    [InlineData(5, "watch nothing", "There is no such job.")]
    [InlineData(5, "cancel a/../b", "There is no such job.")]
    [InlineData(4, "list --limit 1000", "--limit: must be a whole number from 1 to 100.")]
    [InlineData(4, "list --status done", "--status: must be one of queued")]
    [InlineData(3, "list --url http://127.0.0.1:9", "no answer from the service at http://127.0.0.1:9/")]
    [InlineData(2, "list --url localhost", "--url: must be like")]
    [InlineData(2, "list --url http://127.0.0.1:9/?code=k", "a key is taken from VIDEOGEN_KEY")]
    [InlineData(2, "list --key k", "There is no option --key.")]
    [InlineData(2, "generate --wiat", "There is no option --wiat.")]
    [InlineData(2, "generate cat --styl anime", "There is no option --styl.")]
    [InlineData(4, "generate --model -x -- --wiat", "--model: ")]
    [InlineData(2, "watch a -o /dev/null", "--output: is a device")]
    [InlineData(2, "watch", "Required argument missing")]
    [InlineData(2, "watch a b", "\"b\" is one too many")]
    [InlineData(2, "generate cat --timeout soon", "--timeout: must be a whole number")]
    [InlineData(2, "lst", "There is no command lst.")]
    public async Task Each_way_of_going_wrong_has_its_exit_code(int code, string line, string complaint)
    {
        var run = await service.RunAsync(line.Split(' '));

        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.StartsWith("videogen: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(complaint, run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("help", "generate <prompt>")]
    [InlineData("help generate", "--aspect-ratio <W:H>")]
    [InlineData("watch --help", "--timeout <SECONDS>")]
    public async Task Help_is_there(string line, string part)
    {
        var run = await service.RunAsync(line.Split(' '));

        Assert.Equal(0, run.Code);
        Assert.Contains(part, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_calls_is_told_by_the_environment()
    {
        await using var app = await TestApp.StartAsync("API_KEY=secret", """PLANS={"none":{"pointsPerMonth":0}}""", "PLAN=none");
        var (url, one) = (app.Http.BaseAddress!.ToString(), "secret");

        var nobody = await Run.InProcessAsync(["list"], new() { ["VIDEOGEN_URL"] = url });
        var ann = await Run.InProcessAsync(["credits", "--json"], new() { ["VIDEOGEN_URL"] = url, ["VIDEOGEN_KEY"] = one, ["VIDEOGEN_USER"] = "ann" });
        var bob = await Run.InProcessAsync(["generate", "A cat"], new() { ["VIDEOGEN_URL"] = url, ["VIDEOGEN_TOKEN"] = one, ["VIDEOGEN_USER"] = "bob" });
        var odd = await Run.InProcessAsync(["list"], new() { ["VIDEOGEN_URL"] = url, ["VIDEOGEN_KEY"] = one, ["VIDEOGEN_USER"] = "../bob" });

        Assert.Equal((6, 0, 7, 4), (nobody.Code, ann.Code, bob.Code, odd.Code));
        Assert.Equal("ann", (string?)ann.Json["usage"]!["user"]);
        Assert.Contains("INSUFFICIENT_POINTS", bob.Errors, StringComparison.Ordinal);
        Assert.Contains("videogen: VIDEOGEN_USER: ", odd.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
