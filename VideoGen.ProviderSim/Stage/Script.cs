using System.Globalization;
using System.Text.RegularExpressions;

namespace VideoGen.ProviderSim.Stage;

/// <summary>How one request and its task are to be played.</summary>
/// <remarks>
/// Clauses parted by semicolons. The one without a name lists the task's states; the others are
/// <c>step=5</c> seconds a state or <c>advance=poll</c>, <c>outputs=2</c>, <c>size=1GiB</c>, <c>cost=0</c>, <c>url=60</c> seconds an output URL lives,
/// <c>for=image_to_video</c> (only requests to that path),
/// <c>callback=duplicate</c> (what is odd about its callbacks, in the provider's own words), and faults by operation: <c>submit=503*3</c>, <c>poll=html</c>, <c>download=reset</c> ...
/// <code>PENDING*2, RUNNING 0.3, FAILED SAFETY.INPUT.TEXT; step=10; cost=0; poll=502*2</code>
/// </remarks>
internal sealed partial record Script
{
    public static readonly Script Usual = new();

    /// <summary>Empty for the provider's usual course.</summary>
    public IReadOnlyList<Step> Steps { get; init; } = [];
    public bool AdvanceByPoll { get; init; }
    public TimeSpan StepTime { get; init; } = TimeSpan.FromSeconds(5);
    public int Outputs { get; init; } = 1;
    public long? OutputBytes { get; init; }
    public int? Cost { get; init; }
    public TimeSpan? UrlLifetime { get; init; }
    public string? For { get; init; }

    /// <summary>What is odd about the task's callbacks, where the provider posts such; empty for nothing.</summary>
    public IReadOnlyList<string> Callbacks { get; init; } = [];
    public IReadOnlyList<PlannedFault> Faults { get; init; } = [];

    public bool IsFor(string path) => For is null || path.Contains(For, StringComparison.OrdinalIgnoreCase);

    public static Script Parse(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Aggregate(Usual, (script, clause) => script.With(clause));

    private Script With(string clause)
    {
        var equals = clause.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            return this with { Steps = [.. clause.Split(',', StringSplitOptions.TrimEntries).SelectMany(Step.Parse)] };
        }

        var (name, value) = (clause[..equals].Trim(), clause[(equals + 1)..].Trim());
        return name switch
        {
            "advance" when value is "poll" or "time" => this with { AdvanceByPoll = value == "poll" },
            "step" => this with { StepTime = Seconds(value) },
            "outputs" => this with { Outputs = (int)Number(value) },
            "size" => this with { OutputBytes = Size(value) },
            "cost" => this with { Cost = (int)Number(value) },
            "url" => this with { UrlLifetime = Seconds(value) },
            "for" => this with { For = value },
            "callback" => this with { Callbacks = [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)] },
            _ when Operation.All.Contains(name) => this with { Faults = [.. Faults, new PlannedFault(name, Fault.Parse(value))] },
            _ => throw new FormatException($"A script knows no clause \"{clause}\"."),
        };
    }

    private static TimeSpan Seconds(string value) => TimeSpan.FromSeconds(Number(value));

    private static double Number(string value) =>
        double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"\"{value}\" is not a number.");

    private static long Size(string value)
    {
        var match = SizePattern().Match(value);
        return match.Success
            ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) << (match.Groups[2].Value switch { "KiB" => 10, "MiB" => 20, "GiB" => 30, _ => 0 })
            : throw new FormatException($"\"{value}\" is not a size such as 500000, 20MiB or 1GiB.");
    }

    [GeneratedRegex("^([0-9]{1,12})(KiB|MiB|GiB)?$")]
    private static partial Regex SizePattern();
}

/// <summary>One state of a task, as long as the script's step lasts. <c>RUNNING 0.3*2</c> is two such states.</summary>
internal sealed record Step(string Status, string? Detail)
{
    public double? Progress => double.TryParse(Detail, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static IEnumerable<Step> Parse(string text)
    {
        var (body, times) = Repeat.Split(text);
        var words = body.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words is [] ? throw new FormatException("A script has an empty state.") : Enumerable.Repeat(new Step(words[0], words.ElementAtOrDefault(1)), times);
    }
}

/// <summary>The ending <c>*3</c>, or <c>*always</c>.</summary>
internal static class Repeat
{
    public const int Always = 1_000_000;

    public static (string Body, int Times) Split(string text)
    {
        var star = text.LastIndexOf('*');
        return star < 0 ? (text, 1)
            : text[(star + 1)..] == "always" ? (text[..star], Always)
            : int.TryParse(text[(star + 1)..], CultureInfo.InvariantCulture, out var times) && times is > 0 and <= Always ? (text[..star], times)
            : throw new FormatException($"\"{text}\" does not end in a count.");
    }
}
