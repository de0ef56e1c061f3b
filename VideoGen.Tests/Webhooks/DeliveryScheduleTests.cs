using VideoGen.Functions.Webhooks;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Webhooks;

public sealed class DeliveryScheduleTests
{
    private static readonly DateTimeOffset Now = Make.Noon;

    [Fact]
    public void Ten_attempts_take_seventy_five_hours_and_at_most_a_tenth_more()
    {
        foreach (var delivery in Enumerable.Range(0, 200).Select(n => $"dlv_{n}"))
        {
            var at = Now;
            var attempts = 1;
            for (; DeliverySchedule.Next(delivery, attempts, at, null) is { } next; attempts++)
            {
                at = next;
            }

            Assert.Equal(10, attempts);
            Assert.InRange(at - Now, new TimeSpan(75, 35, 5), new TimeSpan(75, 35, 5) * 1.1);
        }
    }

    [Fact]
    public void What_fails_together_is_not_tried_again_together() =>
        Assert.True(Enumerable.Range(0, 100).Select(n => DeliverySchedule.Next($"dlv_{n}", 3, Now, null)).Distinct().Count() > 50);

    [Theory]
    [InlineData(0, 5)]
    [InlineData(-60, 5)]
    [InlineData(3600, 3600)]
    [InlineData(1_000_000_000, 86_400)]
    public void A_receiver_may_ask_for_more_time_and_not_for_less_nor_for_ever(int asked, int least)
    {
        var wait = DeliverySchedule.Next("dlv_1", 1, Now, TimeSpan.FromSeconds(asked))!.Value - Now;

        Assert.InRange(wait.TotalSeconds, least, least * 1.1);
    }
}
