using System.Text.Json;
using VideoGen.Domain.Jobs;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Domain;

public sealed class JobTests
{
    private static readonly Job Queued = new()
    {
        Id = JobId.Create(Make.Noon, Guid.Empty),
        User = "anonymous",
        Request = Make.Request,
        Cost = new(0.30m, 0, null),
        CreatedAt = Make.Noon,
        UpdatedAt = Make.Noon,
    };

    private static readonly JobProgress Running = new()
    {
        Status = JobStatus.Running,
        Stage = Stage.Generating,
        Progress = 40,
        Message = "Generating",
        Mode = Mode.Live,
        Provider = "runway",
        Model = "gen4_turbo",
    };

    [Fact]
    public void A_job_moves_with_its_orchestration()
    {
        var job = Queued.With(Running, Make.Noon.AddSeconds(1));

        Assert.Equal((JobStatus.Running, 40, "runway"), (job.Status, job.Progress, job.Provider));
    }

    [Fact]
    public void Its_bar_never_moves_backwards() =>
        Assert.Equal(40, Queued.With(Running, Make.Noon).With(Running with { Progress = 10 }, Make.Noon).Progress);

    [Fact]
    public void An_end_is_an_end()
    {
        var over = Queued.With(JobOutcome.Of([Make.Result], canceled: false), Make.Noon);

        Assert.Same(over, over.With(Running, Make.Noon));
        Assert.Same(over, over.With(JobOutcome.Failed("late news"), Make.Noon));
    }

    [Fact]
    public void A_completed_job_is_at_100_and_keeps_its_quote()
    {
        var job = Queued.With(JobOutcome.Of([Make.Result], canceled: false), Make.Noon.AddMinutes(1));

        Assert.Equal((JobStatus.Completed, 100, Stage.Done, Mode.Live), (job.Status, job.Progress, job.Stage, job.Mode));
        Assert.Equal(new(0.30m, 0.30m, null), job.Cost);
    }

    [Fact]
    public void One_good_video_of_two_makes_a_completed_job_that_says_so()
    {
        var outcome = JobOutcome.Of([Make.Result, VideoResult.Broken(1)], canceled: false);

        Assert.Equal((JobStatus.Completed, "1 of 2 videos completed"), (outcome.Status, outcome.Message));
    }

    [Fact]
    public void No_good_video_makes_a_failed_job_with_the_first_error() =>
        Assert.Equal("GENERATION_FAILED", JobOutcome.Of([VideoResult.Broken(0)], canceled: false).Error!.Code);

    [Fact]
    public void A_paid_result_that_comes_after_a_cancel_is_kept_and_said()
    {
        var late = Make.Result with { Video = Make.Result.Video with { Status = VideoStatus.Late } };

        var outcome = JobOutcome.Of([late], canceled: true);

        Assert.Equal((JobStatus.Canceled, "Canceled; a paid result came late and was kept"), (outcome.Status, outcome.Message));
        Assert.Null(outcome.Error);
    }

    [Fact]
    public void A_simulated_job_says_why() =>
        Assert.Equal("Simulation mode (insufficient credits)", JobOutcome.Of(
            [Make.Result with { WhySimulated = "insufficient credits", Video = Make.Result.Video with { Simulated = true } }], canceled: false).Message);

    [Fact]
    public void The_progress_of_four_videos_is_their_mean_and_the_slowest_speaks()
    {
        var board = new ProgressBoard(4);
        foreach (var index in Enumerable.Range(0, 4))
        {
            board.Take(new() { Index = index, Stage = Stage.Generating, Percent = 20 * (index + 1), Message = $"video {index}", Mode = Mode.Live });
        }

        Assert.Equal((50, "video 0"), (board.Show().Progress, board.Show().Message));
    }

    [Fact]
    public void A_custom_status_stays_under_its_limit()
    {
        var board = new ProgressBoard(4);
        var hop = new TraceEntry(Make.Noon, "runway", "gen4_turbo", KeyFingerprint.Of("a"), VerdictKind.CreditsExhausted, new string('x', 300), 0.25m);
        foreach (var index in Enumerable.Range(0, 4))
        {
            board.Take(new()
            {
                Index = index,
                Stage = Stage.Generating,
                Percent = 30,
                Message = new string('m', 100),
                Mode = Mode.Live,
                Provider = "runway",
                Model = "gen4_turbo",
                Trace = [.. Enumerable.Repeat(hop, 12)],
                Held = new(index, 12, "runway", "gen4_turbo", Make.Noon),
            });
        }

        Assert.InRange(JsonSerializer.Serialize(board.Show()).Length, 1, 8191);
    }

    [Fact]
    public void Later_jobs_sort_first() =>
        Assert.True(string.CompareOrdinal(JobId.Create(Make.Noon.AddMilliseconds(1), Guid.Empty).Value, JobId.Create(Make.Noon, Guid.Empty).Value) < 0);

    [Theory]
    [InlineData("generate")]
    [InlineData("status")]
    [InlineData("v../../../../../../../etc")]
    [InlineData("vABCDEFGHIJKLMNOPQRSTUVW")]
    public void What_is_no_id_is_told_from_one(string text) => Assert.Null(JobId.TryParse(text));

    [Fact]
    public void A_verdict_survives_its_journey_through_a_history()
    {
        var verdict = Verdict.Failed("words", "INTERNAL.BAD_OUTPUT", 0.25m, mayWorkAgain: true) with { Key = KeyFingerprint.Of("a") };

        var back = JsonSerializer.Deserialize<Verdict>(JsonSerializer.Serialize(verdict))!;

        Assert.Equal(verdict with { Outputs = [] }, back with { Outputs = [] });
    }
}
