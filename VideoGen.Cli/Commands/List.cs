using System.CommandLine;
using VideoGen.Cli.Screen;
using VideoGen.Cli.Service;

namespace VideoGen.Cli.Commands;

/// <summary>Prints the caller's jobs, newest first.</summary>
internal sealed class List : ServiceCommand
{
    private readonly Option<string>[] _filters =
    [
        new("--limit") { Description = "At most so many: 20, up to 100.", HelpName = "N" },
        new("--status") { Description = "queued, running, completed, failed, canceled or submission_unknown.", HelpName = "NAME" },
        new("--mode") { Description = "live or simulation.", HelpName = "NAME" },
        new("--style") { Description = "Only of this style.", HelpName = "NAME" },
        new("--provider") { Description = "Only by this provider.", HelpName = "NAME" },
        new("--tag") { Description = "Only with this tag.", HelpName = "WORD" },
        new("--text") { Description = "What the prompt says.", HelpName = "WORDS" },
        new("--after") { Description = "Goes on behind a page: its \"next\" in --json.", HelpName = "TOKEN" },
    ];

    public List(Terminal terminal, Interrupts interrupts)
        : base("list", "Lists your jobs, newest first.", terminal, interrupts)
    {
        foreach (var filter in _filters) Add(filter);
        AddShared();
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Api api, CancellationToken ct)
    {
        var query = _filters.Where(filter => parsed.GetValue(filter) is not null).Select(filter => $"{filter.Name[2..]}={Uri.EscapeDataString(parsed.GetValue(filter)!)}");
        var page = await api.GetAsync<Page>($"api/videos?{string.Join('&', query)}", ct);
        if (WantsJson(parsed))
        {
            Terminal.Output.WriteLine(page.Json);
        }
        else if (page.Value.Videos.Count == 0)
        {
            Terminal.Say("there are no such jobs");
        }
        else
        {
            var now = DateTimeOffset.UtcNow;
            Table.Write(Terminal.Output, Terminal.OutputColumns(), [["ID", "STATUS", "MODE", "LENGTH", "PRICE", "AGE", "PROMPT"], .. page.Value.Videos.Select(job => Row(job, now))]);
            if (page.Value.Next is { } next && Terminal.OutputColumns() is not null) Terminal.Say($"there are more: videogen list --after {next}");
        }

        return ExitCode.Done;
    }

    private static string[] Row(JobView job, DateTimeOffset now) =>
    [
        job.Id,
        job.Status == "running" ? Text.Of($"{job.Stage} {job.Progress}%") : job.Status,
        job.Mode ?? "",
        Length(job) is { } seconds ? Text.Of($"{seconds:0.#} s") : "",
        Text.Money(job.IsOver ? job.Cost?.Charged : job.Cost?.Quoted) ?? "",
        job.CreatedAt is { } created ? Text.Age(now - created) : "",
        job.Prompt ?? "",
    ];

    private static double? Length(JobView job) => job.Videos?.FirstOrDefault(video => video.DurationSeconds is not null)?.DurationSeconds ?? job.Duration;
}
