using System.CommandLine;
using VideoGen.Cli.Screen;
using VideoGen.Cli.Service;

namespace VideoGen.Cli.Commands;

/// <summary>A command that asks a running service.</summary>
internal abstract class ServiceCommand : Command
{
    private readonly Option<string> _url = new("--url")
    {
        Description = $"Address of the service. [{Connection.UrlVariable}, else {Connection.UsualUrl}]",
        HelpName = "URL",
    };

    private readonly Option<bool> _json = new(JsonName) { Description = "The service's own answer on the output, and nothing else." };

    protected ServiceCommand(string name, string description, Terminal terminal, Interrupts interrupts)
        : base(name, description)
    {
        Terminal = terminal;
        Interrupts = interrupts;
        SetAction(async (parsed, _) =>
        {
            using var api = Connection.Open(parsed.GetValue(_url), terminal.Variable);
            return await RunAsync(parsed, api, interrupts.First);
        });
    }

    public const string JsonName = "--json";

    protected Terminal Terminal { get; }

    protected Interrupts Interrupts { get; }

    /// <summary>The options that all of these have, after the command's own.</summary>
    protected void AddShared()
    {
        Add(_json);
        Add(_url);
    }

    protected bool WantsJson(ParseResult parsed) => parsed.GetValue(_json);

    protected abstract Task<int> RunAsync(ParseResult parsed, Api api, CancellationToken ct);
}
