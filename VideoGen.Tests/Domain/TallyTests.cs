using VideoGen.Domain.Insight;
using VideoGen.Domain.Jobs;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Domain;

public sealed class TallyTests
{
    [Fact]
    public void Percentiles_are_told_to_five_in_a_hundred()
    {
        var tally = Enumerable.Range(1, 200).Select(seconds => Tally.Of(Job(seconds), timed: true)).Aggregate((sum, one) => sum.Plus(one));

        Assert.Equal(100.5, tally.MeanSeconds());
        Assert.InRange(tally.Percentile(0.5)!.Value, 95, 105);
        Assert.InRange(tally.Percentile(0.95)!.Value, 180.5, 199.5);
    }

    [Fact]
    public void Of_nothing_nothing_is_said()
    {
        var none = Tallies.None.Total();

        Assert.Equal((null, null, null), (none.SuccessRate(), none.MeanSeconds(), none.Percentile(0.5)));
    }

    [Fact]
    public void A_canceled_job_is_neither_success_nor_failure()
    {
        var tally = Tally.Of(Job(10), true).Plus(Tally.Of(Job(10) with { Status = JobStatus.Failed }, true)).Plus(Tally.Of(Job(10) with { Status = JobStatus.Canceled }, true));

        Assert.Equal((3, 0.5, 10.0), (tally.Jobs, tally.SuccessRate(), tally.MeanSeconds()));
    }

    [Fact]
    public void The_time_of_a_simulation_counts_under_its_provider_only()
    {
        var tallies = Tallies.Of(Job(1) with { Mode = Mode.Simulation, Provider = "simulation" }).Plus(Tallies.Of(Job(50)));

        Assert.Equal(50, tallies.Total().MeanSeconds());
        Assert.Equal([("runway", 50.0), ("simulation", 1.0)], tallies.Sorted(Tallies.Provider).Select(some => (some.Of[0], some.Tally.MeanSeconds()!.Value)));
        Assert.Equal([("text-to-video", 1)], tallies.Sorted(Tallies.Kind).Select(some => (some.Of[0], some.Tally.Simulated)));
    }

    private static Job Job(double seconds) => Make.Job with { Status = JobStatus.Completed, Mode = Mode.Live, Provider = "runway", Timings = new(Generate: seconds) };
}
