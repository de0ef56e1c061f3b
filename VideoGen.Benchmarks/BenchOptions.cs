namespace VideoGen.Benchmarks;

/// <summary>What to measure, for how long, against whom, and where the result goes.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        usage: videogen bench [options]
          --quick           the short form, about two minutes where the full one takes ten:
                            the comparisons alone, with two peers, in fewer and shorter rounds
          --only LIST       some of: disk,sequence,timers,recovery,jobs,blob
          --peers LIST      some of: dbos,openworkflow,openworkflow-pg   (none: ours alone)
          --rounds N        rounds a cell
          --json FILE       writes every figure there too
          --data DIR        where the stores lie while it runs (default /var/tmp); the disk is part of what is measured
        """;

    private static readonly string[] Questions = ["disk", "sequence", "timers", "recovery", "jobs", "blob"];
    private static readonly string[] AllPeers = [.. Engine.Peers.Select(peer => peer.Name)];

    private readonly IReadOnlyList<string>? _only, _peers;

    public bool Quick { get; init; }

    public IReadOnlyList<string> Only
    {
        get => _only ?? (Quick ? Questions[..4] : Questions);
        init => _only = value;
    }

    public IReadOnlyList<string> Peers
    {
        get => _peers ?? (Quick ? AllPeers[..2] : AllPeers);
        init => _peers = value;
    }

    public int? Rounds { get; init; }

    public string? Json { get; init; }

    public string Data { get; init; } = "/var/tmp";

    /// <exception cref="ArgumentException">An argument is not one of the usage.</exception>
    public static BenchOptions Parse(string[] args)
    {
        var options = new BenchOptions();
        for (var i = 0; i < args.Length; i++)
        {
            string Value() => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value.");
            options = args[i] switch
            {
                "--quick" => options with { Quick = true },
                "--only" => options with { Only = List(Value(), "--only", Questions) },
                "--peers" => options with { Peers = List(Value(), "--peers", AllPeers) },
                "--rounds" => options with { Rounds = int.TryParse(Value(), out var rounds) && rounds is > 0 and <= 100 ? rounds : throw new ArgumentException("--rounds takes 1 to 100.") },
                "--json" => options with { Json = Path.GetFullPath(Value()) },
                "--data" => options with { Data = Path.GetFullPath(Value()) },
                var unknown => throw new ArgumentException($"{unknown} is not an option."),
            };
        }

        return options;
    }

    private static string[] List(string value, string option, string[] known)
    {
        var names = value is "none" ? [] : value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? throw new ArgumentException($"{option}: {unknown} is none of {string.Join(", ", known)}.")
            : names;
    }
}
