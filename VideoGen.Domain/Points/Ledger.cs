using System.Text.Json.Serialization;

namespace VideoGen.Domain.Points;

/// <summary>What an entry of the ledger does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EntryKind>))]
public enum EntryKind
{
    /// <summary>What a month begins with: all that was before it, in one line.</summary>
    [JsonStringEnumMemberName("opening")]
    Opening,

    /// <summary>The points of a plan, for a month.</summary>
    [JsonStringEnumMemberName("allowance")]
    Allowance,

    /// <summary>Given, or with a minus taken back, by an administrator.</summary>
    [JsonStringEnumMemberName("grant")]
    Grant,

    /// <summary>Set aside for a job.</summary>
    [JsonStringEnumMemberName("reserve")]
    Reserve,

    /// <summary>A job is over: what it cost is spent, the rest is free again.</summary>
    [JsonStringEnumMemberName("settle")]
    Settle,

    /// <summary>A job cost nothing: all is free again.</summary>
    [JsonStringEnumMemberName("release")]
    Release,

    /// <summary>A paid result came after the end of its job: money alone, no points.</summary>
    [JsonStringEnumMemberName("late")]
    Late,
}

/// <summary>One line of a user's ledger. It is written once and never changed.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="At">When.</param>
/// <param name="Points">Given, set aside or spent.</param>
/// <param name="Generations">Videos that count towards the quota: wanted, of a reservation; made, of an end.</param>
/// <param name="JobId">Whose; null for what concerns no job.</param>
/// <param name="Of">Of an end: what had been set aside.</param>
/// <param name="Costs">Of an end, or of what came late: what it cost at each provider, in USD.</param>
/// <param name="Note">Why points were given.</param>
/// <param name="Opening">Of an opening: the account as it was.</param>
public sealed record Entry(
    EntryKind Kind,
    DateTimeOffset At,
    int Points = 0,
    int Generations = 0,
    string? JobId = null,
    Reservation? Of = null,
    IReadOnlyDictionary<string, decimal>? Costs = null,
    string? Note = null,
    Account? Opening = null)
{
    public Reservation AsReservation() => new(Points, Generations, At);
}

/// <summary>What a job had set aside, and when.</summary>
public sealed record Reservation(int Points, int Generations, DateTimeOffset At);

/// <summary>Where a user stands: what the entries come to.</summary>
/// <param name="Granted">All that was ever given.</param>
/// <param name="Reserved">Set aside for jobs under way.</param>
/// <param name="Spent">For jobs that succeeded.</param>
/// <param name="Running">Jobs under way.</param>
/// <param name="Day">The last day of an entry, as yyyyMMdd.</param>
/// <param name="OfDay">Generations counted on that day.</param>
/// <param name="Month">The last month of an entry, as yyyyMM.</param>
/// <param name="OfMonth">Generations counted in that month.</param>
/// <param name="Entries">How many entries there are.</param>
public sealed record Account(
    long Granted = 0, long Reserved = 0, long Spent = 0, int Running = 0, int Day = 0, int OfDay = 0, int Month = 0, int OfMonth = 0, long Entries = 0)
{
    /// <summary>What may still be used; below zero only without a limit.</summary>
    [JsonIgnore]
    public long Available => Granted - Reserved - Spent;
}

/// <summary>The arithmetic of points: entries in, an account out. Nothing else ever changes an account.</summary>
public static class Ledger
{
    public static Account Balance(IEnumerable<Entry> entries) => entries.Aggregate(new Account(), Apply);

    public static Account Apply(Account before, Entry entry)
    {
        if (entry.Opening is { } opening) return opening with { Month = MonthOf(entry.At), OfMonth = 0, Entries = opening.Entries + 1 };

        var account = At(before, entry.At) with { Entries = before.Entries + 1 };
        return entry.Kind switch
        {
            EntryKind.Allowance or EntryKind.Grant => account with { Granted = account.Granted + entry.Points },
            EntryKind.Reserve => account with
            {
                Reserved = account.Reserved + entry.Points,
                Running = account.Running + 1,
                OfDay = account.OfDay + entry.Generations,
                OfMonth = account.OfMonth + entry.Generations,
            },
            EntryKind.Settle or EntryKind.Release => End(account, entry, entry.Of!),
            _ => account,
        };
    }

    /// <summary>By how many points an account differs from its entries, which begin with an opening.</summary>
    public static long Drift(IEnumerable<Entry> entries, Account account)
    {
        long drift = 0;
        Account? sum = null;
        foreach (var entry in entries)
        {
            if (sum is not null && entry.Opening is { } opening) drift += Between(sum, opening);
            sum = Apply(sum ?? new(), entry);
        }

        return drift + Between(sum ?? new(), account);

        static long Between(Account one, Account other) =>
            Math.Abs(one.Granted - other.Granted) + Math.Abs(one.Reserved - other.Reserved) + Math.Abs(one.Spent - other.Spent);
    }

    /// <summary>The account at a later time: a new day or month has counted nothing yet.</summary>
    public static Account At(Account account, DateTimeOffset now)
    {
        var (day, month) = (Math.Max(account.Day, DayOf(now)), Math.Max(account.Month, MonthOf(now)));
        return account with
        {
            Day = day,
            OfDay = day == account.Day ? account.OfDay : 0,
            Month = month,
            OfMonth = month == account.Month ? account.OfMonth : 0,
        };
    }

    /// <summary>The entries that a month begins with; none when it has begun.</summary>
    public static IReadOnlyList<Entry> Open(Account account, Plan plan, DateTimeOffset now) =>
        MonthOf(now) <= account.Month ? []
        : plan.PointsPerMonth is { } points and > 0 ? [new(EntryKind.Opening, now, Opening: account), new(EntryKind.Allowance, now, points, Note: plan.Name)]
        : [new(EntryKind.Opening, now, Opening: account)];

    /// <summary>Sets the points of a job aside.</summary>
    /// <exception cref="ProblemException">The plan does not allow the job, now.</exception>
    public static Entry Reserve(Account account, Plan plan, string jobId, int points, int generations, DateTimeOffset now)
    {
        if (WhyNot(At(account, now), plan, points, generations, 1, now) is { } refusal) throw refusal;

        return new(EntryKind.Reserve, now, points, Generations: generations, JobId: jobId);
    }

    /// <summary>What speaks against some jobs together; null when nothing does.</summary>
    public static ProblemException? WhyNot(Account account, Plan plan, int points, int generations, int jobs, DateTimeOffset now)
    {
        if (account.Running + jobs > plan.Concurrency)
        {
            return new(Errors.LimitIsExceeded, $"{account.Running} jobs are under way, and {plan.Concurrency} are the most at once.", retryAfterSeconds: 30);
        }

        if (generations > 0 && account.OfDay + generations > plan.PerDay)
        {
            return new(Errors.QuotaIsExceeded, $"{account.OfDay} of {plan.PerDay} generations of this day are used; {generations} more are too many.", retryAfterSeconds: Until(now, now.UtcDateTime.Date.AddDays(1)));
        }

        if (generations > 0 && account.OfMonth + generations > plan.PerMonth)
        {
            var next = new DateTime(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1);
            return new(Errors.QuotaIsExceeded, $"{account.OfMonth} of {plan.PerMonth} generations of this month are used; {generations} more are too many.", retryAfterSeconds: Until(now, next));
        }

        return points > 0 && !plan.IsUnlimited && points > account.Available
            ? new(Errors.PointsAreMissing, $"{points} points are needed, and {account.Available} are there.")
            : null;
    }

    public static int DayOf(DateTimeOffset at) => (MonthOf(at) * 100) + at.UtcDateTime.Day;

    public static int MonthOf(DateTimeOffset at) => (at.UtcDateTime.Year * 100) + at.UtcDateTime.Month;

    // What was not made counts no more, unless the day or month it counted in is over.
    private static Account End(Account account, Entry entry, Reservation reserved)
    {
        var less = reserved.Generations - entry.Generations;
        return account with
        {
            Reserved = account.Reserved - reserved.Points,
            Spent = account.Spent + entry.Points,
            Running = account.Running - 1,
            OfDay = account.OfDay - (DayOf(reserved.At) == account.Day ? less : 0),
            OfMonth = account.OfMonth - (MonthOf(reserved.At) == account.Month ? less : 0),
        };
    }

    private static int Until(DateTimeOffset now, DateTime end) => (int)Math.Ceiling((end - now.UtcDateTime).TotalSeconds);
}
