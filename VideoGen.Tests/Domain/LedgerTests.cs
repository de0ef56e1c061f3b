using VideoGen.Domain.Points;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Domain;

public sealed class LedgerTests
{
    private static readonly DateTimeOffset Now = new(Make.Noon);

    private static readonly Plan Free = new("free", PointsPerMonth: 100, PerDay: 3, PerMonth: 5, Concurrency: 2);

    [Fact]
    public void What_is_set_aside_is_spent_or_free_again()
    {
        var reserved = After(new Account(Granted: 100), Reserve(20, 2));
        var settled = Ledger.Apply(reserved, new(EntryKind.Settle, Now, 10, Generations: 1, Of: new(20, 2, Now)));
        var released = Ledger.Apply(reserved, new(EntryKind.Release, Now, Of: new(20, 2, Now)));

        Assert.Equal((80, 20, 0, 1, 2), (reserved.Available, reserved.Reserved, reserved.Spent, reserved.Running, reserved.OfDay));
        Assert.Equal((90, 0, 10, 0, 1), (settled.Available, settled.Reserved, settled.Spent, settled.Running, settled.OfDay));
        Assert.Equal((100, 0, 0, 0, 0), (released.Available, released.Reserved, released.Spent, released.Running, released.OfDay));
    }

    [Theory]
    [InlineData("INSUFFICIENT_POINTS", 101, 1, 0, 0, 0)]
    [InlineData("QUOTA_EXCEEDED", 10, 2, 2, 2, 0)]
    [InlineData("QUOTA_EXCEEDED", 10, 1, 0, 5, 0)]
    [InlineData("API_LIMIT_EXCEEDED", 10, 1, 0, 0, 2)]
    [InlineData(null, 100, 3, 0, 2, 1)]
    [InlineData(null, 0, 0, 3, 5, 1)]
    public void A_plan_says_what_may_be_started(string? refusal, int points, int generations, int ofDay, int ofMonth, int running)
    {
        var account = Ledger.At(new(Granted: 100, Running: running), Now) with { OfDay = ofDay, OfMonth = ofMonth };

        Assert.Equal(refusal, Ledger.WhyNot(account, Free, points, generations, 1, Now)?.Kind.Code);
        Assert.Null(Ledger.WhyNot(account, Plan.Unlimited, points, generations, 1, Now));
    }

    [Fact]
    public void A_new_day_counts_from_nothing_and_what_failed_the_day_before_counts_for_neither()
    {
        var today = After(new Account(), Reserve(0, 3));
        var tomorrow = Ledger.Apply(today, Reserve(0, 1) with { At = Now.AddDays(1) });

        var ended = Ledger.Apply(tomorrow, new(EntryKind.Release, Now.AddDays(1), Of: new(0, 3, Now)));

        Assert.Equal((1, 4), (tomorrow.OfDay, tomorrow.OfMonth));
        Assert.Equal((1, 1), (ended.OfDay, ended.OfMonth));
    }

    [Fact]
    public void A_month_opens_with_what_was_there_and_the_points_of_the_plan()
    {
        var before = Ledger.At(new(Granted: 100, Spent: 70, Entries: 4), Now.AddMonths(-1));

        var opening = Ledger.Open(before, Free, Now);
        var opened = opening.Aggregate(before, Ledger.Apply);

        Assert.Equal([EntryKind.Opening, EntryKind.Allowance], opening.Select(entry => entry.Kind));
        Assert.Equal((130, 0, 6), (opened.Available, opened.OfMonth, opened.Entries));
        Assert.Empty(Ledger.Open(opened, Free, Now));
        Assert.Equal(opened, Ledger.Balance(opening));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_history_sums_to_its_account_and_never_below_nothing(int seed)
    {
        var chance = new Random(seed);
        var (account, now) = (new Account(), Now);
        var entries = new List<Entry>();
        var open = new List<Entry>();
        for (var step = 0; step < 500; step++)
        {
            now = now.AddHours(chance.Next(8));
            foreach (var opening in Ledger.Open(account, Free, now)) Add(opening);
            var points = 10 * chance.Next(1, 4);
            if (chance.Next(2) == 0 && Ledger.WhyNot(Ledger.At(account, now), Free, points, 1, 1, now) is null)
            {
                Add(Ledger.Reserve(account, Free, $"job {step}", points, 1, now));
                open.Add(entries[^1]);
            }
            else if (open.Count > 0)
            {
                var (index, made) = (chance.Next(open.Count), chance.Next(2));
                Add(new(made == 1 ? EntryKind.Settle : EntryKind.Release, now, open[index].Points * made, made, open[index].JobId, open[index].AsReservation()));
                open.RemoveAt(index);
            }

            Assert.True(account.Available >= 0 && account.OfDay is >= 0 and <= 3 && account.OfMonth is >= 0 and <= 5 && account.Running is >= 0 and <= 2, $"{account}");
        }

        Assert.Equal(account, Ledger.Balance(entries));
        Assert.Equal(0, Ledger.Drift(entries, account));
        Assert.NotEqual(0, Ledger.Drift(entries.Where(entry => entry.Kind != EntryKind.Settle), account));
        Assert.Equal(open.Sum(entry => entry.Points), account.Reserved);

        void Add(Entry entry)
        {
            entries.Add(entry);
            account = Ledger.Apply(account, entry);
        }
    }

    private static Account After(Account before, Entry entry) => Ledger.Apply(before, entry);

    private static Entry Reserve(int points, int generations) => new(EntryKind.Reserve, Now, points, generations, "job");
}
