using System.CommandLine;
using VideoGen.Cli.Screen;
using VideoGen.Cli.Service;

namespace VideoGen.Cli.Commands;

/// <summary>Stays with a job to its end; of one that is over it tells that, and saves the videos.</summary>
internal sealed class Watch : JobCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "Of the job." };

    public Watch(Terminal terminal, Interrupts interrupts)
        : base("watch", "Shows how a job comes along until it is over, and saves what it made.", terminal, interrupts)
    {
        Add(_id);
        AddFollowing();
        AddShared();
    }

    protected override Task<int> RunAsync(ParseResult parsed, Api api, CancellationToken ct) =>
        FollowAsync(parsed, api, parsed.GetRequiredValue(_id), DestinationOf(parsed), ct);
}
