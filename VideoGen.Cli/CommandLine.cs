using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text.Json;
using VideoGen.Cli.Commands;
using VideoGen.Cli.Screen;
using VideoGen.Cli.Service;

namespace VideoGen.Cli;

/// <summary>The commands, and how each way of going wrong ends the program.</summary>
internal static class CommandLine
{
    private const string Help = "--help";

    private const string Description = $"""
        Makes videos from prompts, with a VideoGen service that is running. Every command has {Help}.

        Environment: {Connection.UrlVariable}, the address of the service, unless --url says it; {Connection.KeyVariable} or {Connection.TokenVariable}, and {Connection.UserVariable}, who is calling.

        Exit codes: 0 done; 1 the job failed; 2 wrong usage; 3 no service; 4 refused; 5 not found; 6 not allowed; 7 points, quota or credits used up; 8 the job was canceled; 9 somebody must decide how it goes on; 10 not over in the time given; 11 not saved; 130 interrupted.
        """;

    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, Interrupts interrupts)
    {
        var root = new RootCommand(Description)
        {
            new Generate(terminal, interrupts),
            new List(terminal, interrupts),
            new Show(terminal, interrupts),
            new Watch(terminal, interrupts),
            new Cancel(terminal, interrupts),
            new CreditsCommand(terminal, interrupts),
            new Demo(terminal),
        };
        if (args is [] or ["help", ..]) args = [.. args.Skip(1), Help];

        // A prompt may begin with @ as with anything else: it names no file.
        var parsed = root.Parse(args, new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        try
        {
            if (parsed.Action is ParseErrorAction || Mistyped(parsed) is not null) throw new CliException(ExitCode.WrongUsage, $"{Complaint(parsed)} See {Name(parsed)} {Help}.");

            // Signals are ours: what Ctrl-C means depends on what is under way.
            return await parsed.InvokeAsync(
                new() { Output = terminal.Output, Error = terminal.Errors, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interrupts.First);
        }
        catch (RefusedException e)
        {
            if (parsed.GetResult(ServiceCommand.JsonName) is OptionResult { Implicit: false }) terminal.Output.WriteLine(e.Json);
            foreach (var line in Lines(e, parsed.CommandResult.Command)) terminal.Say(Text.Plain(line));
            return e.ExitCode;
        }
        catch (CliException e)
        {
            terminal.Say(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException) when (interrupts.First.IsCancellationRequested)
        {
            terminal.Say("stopped");
            return interrupts.ExitCode;
        }
    }

    /// <summary>What a field of the API is called here: maxCost is --max-cost.</summary>
    public static string OptionOf(string field) => $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(field)}";

    // Else an option that was mistyped would be taken for the prompt, and paid for. Behind a -- everything is as it stands.
    private static string? Mistyped(ParseResult parsed) => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash) ? null
        : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value).Concat(parsed.UnmatchedTokens)
            .FirstOrDefault(text => text is ['-', _, ..] && !text.Contains(' '));

    private static string Complaint(ParseResult parsed) => (parsed.UnmatchedTokens, parsed.CommandResult.Command) switch
    {
        _ when Mistyped(parsed) is { } option => $"There is no option {option}.",
        ([var first, ..], RootCommand) => $"There is no command {first}.",
        ([var text, ..], _) => $"\"{text}\" is one too many; a prompt goes in quotes.",
        _ => parsed.Errors[0].Message,
    };

    private static string Name(ParseResult parsed) => parsed.CommandResult.Command is RootCommand ? "videogen" : $"videogen {parsed.CommandResult.Command.Name}";

    // Each fault under the name by which it was typed.
    private static IEnumerable<string> Lines(RefusedException e, Command command) => e.Problem.Errors is { Count: > 0 } errors
        ? errors.SelectMany(field => field.Value.Select(said => $"{Typed(field.Key, command)}: {said}"))
        : [e.Message];

    private static string Typed(string field, Command command)
    {
        // references[0].url and tags[1] are parts of what was typed.
        var name = field.Split('.', '[')[0];
        var option = name switch
        {
            "X-User-Id" => Connection.UserVariable,
            "enhancePrompt" => "--enhance",
            "tags" => "--tag",
            _ => OptionOf(name),
        };
        return command.Options.Any(known => known.Name == option) || option == Connection.UserVariable ? option : field;
    }
}
