namespace VideoGen.Benchmarks;

/// <summary>The few statistics the report needs.</summary>
internal static class Statistics
{
    public static double Median(this IEnumerable<double> values) => values.Order().ToArray().Percentile(0.5);

    /// <summary>Of sorted values; the middle of an even number lies between the two.</summary>
    public static double Percentile(this double[] sorted, double p)
    {
        if (sorted.Length == 0) return double.NaN;
        var at = p * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    /// <summary>As the peers' own driver counts: p50, p99 and the most.</summary>
    public static Spread Spread(double[] values)
    {
        Array.Sort(values);
        double At(double p) => values.Length == 0 ? double.NaN : values[Math.Min(values.Length - 1, (int)(values.Length * p))];
        return new(At(0.5), At(0.99), At(1));
    }
}

internal readonly record struct Spread(double P50, double P99, double Max);
