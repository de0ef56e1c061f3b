using VideoGen.Domain.Jobs;

namespace VideoGen.Domain.Insight;

/// <summary>What became of some jobs, in numbers that can be added up.</summary>
public sealed record Tally
{
    // Each place of the histogram is a tenth wider than the one before it, so a percentile is told to five in a hundred.
    private static readonly double Step = Math.Log(1.1);

    public int Jobs { get; init; }

    public int Completed { get; init; }

    public int Failed { get; init; }

    public int Canceled { get; init; }

    public int Simulated { get; init; }

    /// <summary>In USD.</summary>
    public decimal Charged { get; init; }

    /// <summary>How long the completed ones took to generate, together.</summary>
    public double Seconds { get; init; }

    /// <summary>How many of them there are in each place of the histogram.</summary>
    public IReadOnlyDictionary<int, int> Times { get; init; } = new Dictionary<int, int>();

    /// <param name="job">One that is over.</param>
    /// <param name="timed">Whether its time counts among the others'.</param>
    public static Tally Of(Job job, bool timed)
    {
        var seconds = timed && job.Status == JobStatus.Completed ? job.Timings.Generate : null;
        return new()
        {
            Jobs = 1,
            Completed = job.Status == JobStatus.Completed ? 1 : 0,
            Failed = job.Status == JobStatus.Failed ? 1 : 0,
            Canceled = job.Status == JobStatus.Canceled ? 1 : 0,
            Simulated = job.Mode == Mode.Simulation ? 1 : 0,
            Charged = job.Cost.Charged,
            Seconds = seconds ?? 0,
            Times = seconds is { } time ? new Dictionary<int, int> { [PlaceOf(time)] = 1 } : new Dictionary<int, int>(),
        };
    }

    public Tally Plus(Tally other) => new()
    {
        Jobs = Jobs + other.Jobs,
        Completed = Completed + other.Completed,
        Failed = Failed + other.Failed,
        Canceled = Canceled + other.Canceled,
        Simulated = Simulated + other.Simulated,
        Charged = Charged + other.Charged,
        Seconds = Seconds + other.Seconds,
        Times = Times.Concat(other.Times).GroupBy(place => place.Key).ToDictionary(place => place.Key, place => place.Sum(some => some.Value)),
    };

    /// <summary>Of those that came to an end by themselves; null when there are none.</summary>
    public double? SuccessRate() => Completed + Failed == 0 ? null : (double)Completed / (Completed + Failed);

    public int Timed() => Times.Values.Sum();

    public double? MeanSeconds() => Timed() == 0 ? null : Seconds / Timed();

    /// <summary>So long or less it took this share of them; null when there are none.</summary>
    public double? Percentile(double share)
    {
        var left = (int)Math.Ceiling(Timed() * share);
        foreach (var (place, count) in Times.OrderBy(place => place.Key))
        {
            left -= count;
            if (left <= 0) return Math.Exp((place - 0.5) * Step);
        }

        return null;
    }

    // From the 1.1 to the power of place - 1 up to that of place.
    private static int PlaceOf(double seconds) => (int)Math.Ceiling(Math.Log(Math.Max(seconds, 0.1)) / Step);
}
