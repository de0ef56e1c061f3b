namespace VideoGen.Cli;

/// <summary>A command's arguments: at most one text, and options with a value.</summary>
internal sealed record Arguments(string? Text, IReadOnlyDictionary<string, string> Options)
{
    public string? this[string option] => Options.GetValueOrDefault(option);

    /// <exception cref="CliException">An option is not known, lacks its value, or there is a second text.</exception>
    public static Arguments Parse(IReadOnlyList<string> args, params string[] options)
    {
        string? text = null;
        var values = new Dictionary<string, string>();
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [['-', '-', ..] option, var given] ? (option, given) : (args[i], null);
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                text = text is null ? args[i] : throw Wrong($"\"{args[i]}\" is one too many; put the prompt in quotes");
                continue;
            }

            if (!options.Contains(name[2..])) throw Wrong($"there is no option {name}; there is --{string.Join(", --", options)}");
            value ??= i + 1 < args.Count ? args[++i] : throw Wrong($"{name} needs a value");
            values[name[2..]] = value;
        }

        return new(text, values);
    }

    private static CliException Wrong(string how) => new(ExitCode.WrongUsage, how);
}
