namespace VideoGen.Benchmarks;

/// <summary>When the workflows' code first came to each timer, and when first past it.</summary>
/// <remarks>Only the first passage counts, as a replay runs the code again. The benchmark's own measure: no app may look at the clock there.</remarks>
internal static class TimerMarks
{
    public const int PerWorkflow = 3;

    private static long[] s_due = [];
    private static long[] s_passed = [];

    public static void Reset(int workflows) => (s_due, s_passed) = (new long[workflows * PerWorkflow], new long[workflows * PerWorkflow]);

    /// <summary>Lateness counts from what was asked for, or from a second after the asking where that is earlier.</summary>
    public static void Asked(int workflow, int k, DateTime due) =>
        Interlocked.CompareExchange(ref s_due[(workflow * PerWorkflow) + k], Math.Min(due.Ticks, DateTime.UtcNow.AddSeconds(1).Ticks), 0);

    public static void Passed(int workflow, int k) => Interlocked.CompareExchange(ref s_passed[(workflow * PerWorkflow) + k], DateTime.UtcNow.Ticks, 0);

    /// <summary>In milliseconds, of every timer that was passed.</summary>
    public static double[] Lateness() =>
        [.. s_passed.Zip(s_due).Where(mark => mark.First != 0).Select(mark => (mark.First - mark.Second) / (double)TimeSpan.TicksPerMillisecond)];
}
