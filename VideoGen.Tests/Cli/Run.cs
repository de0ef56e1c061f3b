using System.Text.Json.Nodes;
using VideoGen.Cli;
using VideoGen.Cli.Screen;

namespace VideoGen.Tests.Cli;

/// <summary>What a run of the command line came to.</summary>
internal sealed record Run(int Code, string Output, string Errors, byte[] Bytes)
{
    public JsonNode Json => JsonNode.Parse(Output)!;

    /// <summary>Runs it in this process, in a pipe unless it is told how wide its terminal is.</summary>
    public static Task<Run> InProcessAsync(string url, params string[] args) => InProcessAsync(args, new() { ["VIDEOGEN_URL"] = url });

    public static async Task<Run> InProcessAsync(string[] args, Dictionary<string, string> variables, int? columns = null, string input = "")
    {
        using var interrupts = new Interrupts();
        await using var stop = TestContext.Current.CancellationToken.Register(() => interrupts.Raise(ExitCode.Interrupted));
        var (output, errors, bytes) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" }, new MemoryStream());
        var terminal = new Terminal
        {
            Output = output,
            Errors = errors,
            Input = new StringReader(input),
            OpenOutput = () => bytes,
            OutputColumns = () => columns,
            ErrorColumns = () => null,
            IsAttended = false,
            Variable = name => variables.GetValueOrDefault(name),
        };
        var code = await CommandLine.RunAsync(args, terminal, interrupts);
        return new(code, output.ToString(), errors.ToString(), bytes.ToArray());
    }
}
