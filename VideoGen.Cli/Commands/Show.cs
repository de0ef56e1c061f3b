using System.CommandLine;
using VideoGen.Cli.Screen;
using VideoGen.Cli.Service;

namespace VideoGen.Cli.Commands;

/// <summary>Prints a job as it is now.</summary>
internal sealed class Show : ServiceCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "Of the job." };

    public Show(Terminal terminal, Interrupts interrupts)
        : base("show", "Prints a job: what was asked for, who was asked, what came of it and what it cost.", terminal, interrupts)
    {
        Add(_id);
        AddShared();
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Api api, CancellationToken ct)
    {
        var job = await api.ShowAsync(parsed.GetRequiredValue(_id), ct);
        if (WantsJson(parsed)) Terminal.Output.WriteLine(job.Json);
        else Summary.WriteWhole(Terminal.Output, job.Value);
        return ExitCode.Done;
    }
}
