using System.Security.Cryptography;
using System.Text;

namespace VideoGen.Functions.Webhooks;

/// <summary>When a delivery is tried again.</summary>
public static class DeliverySchedule
{
    /// <summary>The longest a receiver may ask us to wait.</summary>
    public static readonly TimeSpan LongestAskedWait = TimeSpan.FromHours(24);

    private static readonly TimeSpan LongestQueue = TimeSpan.FromMinutes(5);

    // After the first attempt, the second, and so on: the example of Standard Webhooks, 75 hours in all.
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    public static int MostAttempts => Waits.Length + 1;

    /// <summary>When the next attempt is due after one that failed; null when that was the last.</summary>
    /// <param name="delivery">Its id: what fails together is not tried again together.</param>
    /// <param name="attempt">The one that failed, from 1.</param>
    /// <param name="now">When it had failed.</param>
    /// <param name="asked">How long the receiver asks us to wait; never shortens our own wait.</param>
    public static DateTimeOffset? Next(string delivery, int attempt, DateTimeOffset now, TimeSpan? asked)
    {
        if (attempt >= MostAttempts) return null;

        var own = now + (Waits[attempt - 1] * Jitter(delivery, attempt));
        var theirs = asked is null ? now : RestUntil(now, asked);
        return Whole(own > theirs ? own : theirs);
    }

    /// <summary>Until when a receiver is left alone that says it has too much to do.</summary>
    /// <param name="now">When it said so.</param>
    /// <param name="asked">How long it asks us to wait; null for a moment.</param>
    public static DateTimeOffset RestUntil(DateTimeOffset now, TimeSpan? asked)
    {
        var wait = asked ?? Waits[0];
        return now + (wait < LongestAskedWait ? wait : LongestAskedWait);
    }

    /// <summary>When a delivery that found no room looks again.</summary>
    /// <param name="delivery">Its id.</param>
    /// <param name="looks">How often it found none.</param>
    /// <param name="now">When it looked.</param>
    public static DateTimeOffset NextLook(string delivery, int looks, DateTimeOffset now)
    {
        var wait = TimeSpan.FromSeconds(2) * Math.Pow(2, Math.Min(looks, 10));
        return Whole(now + ((wait < LongestQueue ? wait : LongestQueue) * Jitter(delivery, looks)));
    }

    // A timer knows milliseconds; what is told is when it will be.
    private static DateTimeOffset Whole(DateTimeOffset time) =>
        time.AddTicks((TimeSpan.TicksPerMillisecond - (time.Ticks % TimeSpan.TicksPerMillisecond)) % TimeSpan.TicksPerMillisecond);

    // 1 to 1.1.
    private static double Jitter(string delivery, int attempt) =>
        1 + (0.1 * SHA256.HashData(Encoding.UTF8.GetBytes($"{delivery}.{attempt}"))[0] / byte.MaxValue);
}
