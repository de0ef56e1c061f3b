using System.Text.Json;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;

namespace VideoGen.Domain.Insight;

/// <summary>Tallies of the same jobs by kind, provider, style and platform, and of all together.</summary>
/// <remarks>The time of a simulation says nothing about kinds, styles and platforms, so it counts under its provider only.</remarks>
public sealed record Tallies(IReadOnlyDictionary<string, Tally> By)
{
    public const string All = "all";
    public const string Kind = "kind";
    public const string Provider = "provider";
    public const string KindAndProvider = "kind+provider";
    public const string Style = "style";
    public const string Platform = "platform";

    private const char Apart = '/';

    public static Tallies None { get; } = new(new Dictionary<string, Tally>());

    /// <param name="job">One that is over.</param>
    public static Tallies Of(Job job) => Of(job, job.Provider ?? Models.Simulation, Tally.Of(job, timed: job.Mode == Mode.Live), Tally.Of(job, timed: true));

    /// <summary>What was charged for a result that came after the end of its job.</summary>
    public static Tallies OfLate(Job job, string provider, decimal usd) => Of(job, provider, new() { Charged = usd }, new() { Charged = usd });

    private static Tallies Of(Job job, string provider, Tally some, Tally ofProvider)
    {
        var kind = JsonSerializer.Serialize(job.Request.Kind).Trim('"');
        var by = new Dictionary<string, Tally>
        {
            [All] = some,
            [Kind + Apart + kind] = some,
            [Provider + Apart + provider] = ofProvider,
            [KindAndProvider + Apart + kind + Apart + provider] = ofProvider,
        };
        if (job.Request.Style is { } style) by[Style + Apart + style] = some;
        if (job.Request.Platform is { } platform) by[Platform + Apart + platform] = some;
        return new(by);
    }

    public Tallies Plus(Tallies other) => new(
        By.Concat(other.By).GroupBy(some => some.Key).ToDictionary(same => same.Key, same => same.Select(some => some.Value).Aggregate((sum, tally) => sum.Plus(tally))));

    public Tally Total() => By.GetValueOrDefault(All) ?? new();

    /// <summary>The tallies of one sort, by what they are of.</summary>
    public IEnumerable<(IReadOnlyList<string> Of, Tally Tally)> Sorted(string sort) => By
        .Select(some => (Names: some.Key.Split(Apart), some.Value))
        .Where(some => some.Names[0] == sort)
        .OrderBy(some => string.Join(Apart, some.Names), StringComparer.Ordinal)
        .Select(some => ((IReadOnlyList<string>)some.Names[1..], some.Value));
}
