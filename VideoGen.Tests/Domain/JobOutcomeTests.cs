using VideoGen.Domain.Jobs;

namespace VideoGen.Tests.Domain;

public sealed class JobOutcomeTests
{
    [Fact]
    public void A_job_canceled_before_its_videos_began_is_canceled()
    {
        var outcome = JobOutcome.Of([], canceled: true);

        Assert.Equal((JobStatus.Canceled, "Canceled"), (outcome.Status, outcome.Message));
        Assert.Null(outcome.Error);
    }
}
