using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Domain;

public sealed class PollingTests
{
    [Fact]
    public void The_first_look_is_at_the_models_usual_time()
    {
        var wait = (Polling.NextLook(Make.Task, Make.Noon)!.Value - Make.Noon).TotalSeconds;

        Assert.InRange(wait, 30, 33);
    }

    [Fact]
    public void A_setting_can_bring_the_first_look_forward() =>
        Assert.Equal(Make.Noon, Polling.NextLook(Make.Task with { Rules = Make.Polling with { FirstSeconds = 0 } }, Make.Noon));

    [Fact]
    public void What_takes_no_time_is_not_waited_for_whatever_the_settings_say() =>
        Assert.Equal(Make.Noon, Polling.NextLook(Make.Task with { UsualSeconds = 0, Rules = Make.Polling with { FirstSeconds = 30 } }, Make.Noon));

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(60)]
    public void No_two_looks_are_closer_than_five_seconds_whatever_the_settings_say(int step)
    {
        var looks = Looks(Make.Task with { Rules = new(step, 60, 0) });

        Assert.All(looks.Zip(looks.Skip(1)), pair => Assert.True((pair.Second - pair.First).TotalSeconds >= 5, $"{pair}"));
    }

    [Fact]
    public void A_task_has_ten_minutes_by_default()
    {
        var last = Looks(Make.Task)[^1];

        Assert.InRange((last - Make.Noon).TotalSeconds, 599, 611);
    }

    [Fact]
    public void Three_minutes_take_at_most_ten_looks() =>
        Assert.InRange(Looks(Make.Task).Count(look => look <= Make.Noon.AddMinutes(3)), 6, 10);

    [Fact]
    public void Time_held_back_by_the_provider_is_not_counted()
    {
        var task = Make.Task;
        var now = Make.Noon;
        for (var minute = 0; minute < 20; minute++)
        {
            now = now.AddMinutes(1);
            task = Polling.Looked(task, Verdict.Pending(heldBack: true), now);
        }

        Assert.NotNull(Polling.NextLook(task, now));
    }

    [Fact]
    public void But_not_for_ever() =>
        Assert.Null(Polling.NextLook(Make.Task with { LastLook = Make.Noon.AddHours(2), HeldBackSeconds = 7200 }, Make.Noon.AddHours(2)));

    [Fact]
    public void A_provider_that_asks_for_a_rest_gets_it()
    {
        var task = Polling.Looked(Make.Task, Verdict.Throttled("slow", retryAfterSeconds: 90), Make.Noon.AddSeconds(30));

        Assert.Equal(Make.Noon.AddSeconds(120), Polling.NextLook(task, Make.Noon.AddSeconds(30)));
    }

    [Fact]
    public void Tasks_submitted_together_are_not_looked_at_together()
    {
        var times = Enumerable.Range(0, 50).Select(i => Polling.NextLook(Make.Task with { Task = new($"task-{i}", TaskKind.ImageToVideo, "gen4_turbo") }, Make.Noon)).Distinct();

        Assert.True(times.Count() > 40);
    }

    [Fact]
    public void The_same_task_is_looked_at_at_the_same_times() => Assert.Equal(Looks(Make.Task), Looks(Make.Task));

    private static List<DateTime> Looks(ProviderTask task)
    {
        var looks = new List<DateTime>();
        var now = Make.Noon;
        while (Polling.NextLook(task, now) is { } at)
        {
            now = at;
            looks.Add(at);
            task = Polling.Looked(task, Verdict.Pending(), now);
        }

        return looks;
    }
}
