namespace VideoGen.Benchmarks;

/// <summary>One cell of the report: the same measure of every engine, taken round by round.</summary>
/// <param name="Target">How many times better than the fastest peer ours must be.</param>
internal sealed record Comparison(string Title, string Unit, bool MoreIsBetter, double Target, IReadOnlyList<Series> Series)
{
    /// <summary>What the official engine does purely in memory on a machine of this kind: a stated ceiling, not measured here.</summary>
    public double? Ceiling { get; init; }

    /// <summary>What the disk lets through, where syncs cannot be shared: its commits a second, measured in the same rounds, over ours each.</summary>
    public double? DiskLimit { get; init; }

    public Series Ours => Series[0];

    public Series? FastestPeer => Series.Skip(1).OrderBy(peer => MoreIsBetter ? -peer.Median : peer.Median).FirstOrDefault();

    public bool? Met => FastestPeer is { } fastest ? RatioTo(fastest).Median >= Target : null;

    public bool? CeilingHalfMet => Ceiling is { } ceiling ? Ours.Median >= ceiling / 2 : null;

    /// <summary>How many times better ours is: the median over the rounds, each against the peer's own run of that round, and their range.</summary>
    public Ratio RatioTo(Series peer)
    {
        double[] ratios = [.. Ours.Values.Zip(peer.Values, (ours, other) => MoreIsBetter ? ours / other : other / ours).Order()];
        return new(ratios.Percentile(0.5), ratios[0], ratios[^1]);
    }
}

/// <summary>One engine's figure, a value a round, with what else was seen meanwhile.</summary>
internal sealed record Series(Engine Engine, IReadOnlyList<double> Values, IReadOnlyDictionary<string, double>? Details = null)
{
    public double Median { get; } = Values.Median();
}

internal sealed record Ratio(double Median, double Least, double Most);

/// <summary>A figure of ours alone, with the bound it must keep.</summary>
internal sealed record Bound(string Title, string Unit, double Value, double? Most = null)
{
    public bool? Met => Most is { } most ? Value <= most : null;
}
