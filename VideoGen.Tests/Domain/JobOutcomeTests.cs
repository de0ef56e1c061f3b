using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;
using VideoGen.Tests.Support;

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

    [Theory]
    [InlineData(MediaCondition.Sound, "Completed")]
    [InlineData(MediaCondition.Unknown, "Completed")]
    [InlineData(MediaCondition.Truncated, "Completed; but the file ends before its contents do")]
    [InlineData(MediaCondition.NoPicture, "Completed; but the file has no picture")]
    public void A_file_that_was_paid_for_and_is_not_sound_completes_the_job_with_a_word_on_it(MediaCondition condition, string message)
    {
        var outcome = JobOutcome.Of([Make.Result with { Video = Make.Result.Video with { Condition = condition } }], canceled: false);

        Assert.Equal((JobStatus.Completed, message), (outcome.Status, outcome.Message));
    }
}
