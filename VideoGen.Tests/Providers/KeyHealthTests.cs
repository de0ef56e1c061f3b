using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;

namespace VideoGen.Tests.Providers;

/// <summary>What a verdict teaches about its key.</summary>
public sealed class KeyHealthTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly KeyOptions Options = new() { ModeratedMost = 3, ModeratedMinutes = 60 };
    private static readonly KeyHealth Live = new(KeyState.Live, Now.AddHours(-1));

    [Fact]
    public void A_throttled_key_rests_as_long_as_the_provider_asks() =>
        Assert.Equal((KeyState.Resting, Now.AddSeconds(90)), Standing(After(Live, Verdict.Throttled("slow", 90))));

    [Fact]
    public void Without_a_wish_it_rests_longer_each_time_in_a_row()
    {
        var once = After(Live, Verdict.Throttled("slow"));
        var twice = After(once, Verdict.Throttled("slow"), Now.AddSeconds(10));

        Assert.Equal((Now.AddSeconds(5), Now.AddSeconds(20)), (once.Until!.Value, twice.Until!.Value));
    }

    [Fact]
    public void Those_throttled_together_are_one_time()
    {
        var first = After(Live, Verdict.Throttled("slow"));

        Assert.Same(first, After(first, Verdict.Throttled("slow")));
    }

    [Fact]
    public void A_longer_rest_outlasts_a_shorter_one()
    {
        var hour = After(Live, Verdict.Throttled("slow", 3600));

        Assert.Same(hour, After(hour, Verdict.Throttled("slow", 5)));
        Assert.Same(hour, After(hour, Verdict.Accepted("on its way when the rest began")));
    }

    [Fact]
    public void What_is_accepted_after_its_rest_makes_a_key_live_again()
    {
        var resting = After(Live, Verdict.Throttled("slow", 5));

        Assert.Equal((KeyState.Live, 0), (After(resting, Verdict.Accepted("t"), Now.AddSeconds(5)).State, After(resting, Verdict.Accepted("t"), Now.AddSeconds(5)).Strikes));
    }

    [Fact]
    public void Of_many_without_credits_the_first_decides()
    {
        var exhausted = After(Live, Verdict.CreditsExhausted("no"));

        Assert.Equal((KeyState.Exhausted, Now.AddSeconds(30)), Standing(exhausted));
        Assert.Same(exhausted, After(exhausted, Verdict.CreditsExhausted("no")));
        Assert.Same(exhausted, After(exhausted, Verdict.Throttled("slow", 3600)));
    }

    [Fact]
    public void A_refused_key_stays_so_whatever_its_other_tasks_come_to()
    {
        var refused = After(Live, Verdict.KeyRefused("no"));

        Assert.Equal((KeyState.Refused, null), (refused.State, refused.Until));
        Assert.All([Verdict.Throttled("slow", 5), Verdict.CreditsExhausted("no"), Verdict.Forbidden("no"), Verdict.Outage("down")], verdict => Assert.Same(refused, After(refused, verdict)));
    }

    [Fact]
    public void Rejected_contents_rest_the_key_until_the_oldest_no_longer_counts()
    {
        var health = Moderated(Moderated(Live, "1", Now), "2", Now.AddMinutes(10));
        Assert.True(health.IsReady(Now.AddMinutes(10)));

        health = Moderated(health, "3", Now.AddMinutes(20));

        Assert.Equal((KeyState.Resting, Now.AddMinutes(60)), Standing(health));
        Assert.Equal((3, 2), (health.ModeratedAt(Now.AddMinutes(30), Options), health.ModeratedAt(Now.AddMinutes(60), Options)));
    }

    [Fact]
    public void One_rejection_counts_once()
    {
        var once = Moderated(Live, "1", Now);

        Assert.Same(once, Moderated(once, "1", Now.AddMinutes(1)));
    }

    [Fact]
    public void A_breaker_that_is_off_counts_nothing() =>
        Assert.Same(Live, Live.After(Verdict.Moderated("no"), "1", 0, Now, new() { ModeratedMost = 0 }));

    private static KeyHealth After(KeyHealth health, Verdict verdict, DateTimeOffset? at = null) => health.After(verdict, "task", 0.60m, at ?? Now, Options);

    private static KeyHealth Moderated(KeyHealth health, string task, DateTimeOffset at) => health.After(Verdict.Moderated("no"), task, 0, at, Options);

    private static (KeyState, DateTimeOffset?) Standing(KeyHealth health) => (health.State, health.Until);
}
