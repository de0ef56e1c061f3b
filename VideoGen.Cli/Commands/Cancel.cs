using System.CommandLine;
using VideoGen.Cli.Screen;
using VideoGen.Cli.Service;

namespace VideoGen.Cli.Commands;

/// <summary>Calls a job off, the provider's task too.</summary>
internal sealed class Cancel : ServiceCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "Of the job." };
    private readonly Option<bool> _wait = new("--wait") { Description = "Stay until the job has ended." };

    public Cancel(Terminal terminal, Interrupts interrupts)
        : base("cancel", "Calls a job off; nothing further is charged for it.", terminal, interrupts)
    {
        Add(_id);
        Add(_wait);
        AddShared();
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Api api, CancellationToken ct)
    {
        var id = parsed.GetRequiredValue(_id);
        var job = await api.CancelAsync(id, ct);
        if (parsed.GetValue(_wait)) job = await new JobWatch(api, Terminal).FollowAsync(id, ct);

        Terminal.Output.WriteLine(WantsJson(parsed) ? job.Json : $"{id} {(job.Value.IsOver ? job.Value.Status : "is being canceled")}");
        return job.Value.Status is "completed" or "failed" ? ExitCode.Refused : ExitCode.Done;
    }
}
