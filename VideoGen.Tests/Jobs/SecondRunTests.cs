using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

/// <summary>Activities run at least once: a second run is harmless, each in its way.</summary>
public sealed class SecondRunTests
{
    private static readonly JobId Id = JobId.Create(Make.Noon, Guid.Empty);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_submit_returns_the_receipt_of_the_first()
    {
        await using var app = await TestApp.StartAsync();

        var first = await Activity<SubmitToProvider>(app).Run(Submit, Ct);
        var second = await Activity<SubmitToProvider>(app).Run(Submit, Ct);

        Assert.Equal((VerdictKind.Accepted, first.TaskId, first.Key), (second.Kind, second.TaskId, second.Key));
        Assert.Equal(1, await app.Sim.SubmitsAsync());
    }

    [Fact]
    public async Task A_submit_whose_receipt_was_never_written_is_unknown_and_not_repeated()
    {
        await using var app = await TestApp.StartAsync();
        var key = app.Services.GetRequiredService<ProviderRegistry>().Find("runway")!.Keys[0];
        await app.Services.GetRequiredService<SubmitLedger>().IntendAsync(Submit.Attempt, "runway", "gen4.5", key, null, Ct);

        var verdict = await Activity<SubmitToProvider>(app).Run(Submit, Ct);

        Assert.Equal((VerdictKind.Unknown, key, 0), (verdict.Kind, verdict.Key, await app.Sim.SubmitsAsync()));
    }

    [Fact]
    public async Task A_submit_is_found_again_also_when_no_key_has_credits_any_more()
    {
        await using var app = await TestApp.StartAsync();
        var first = await Activity<SubmitToProvider>(app).Run(Submit, Ct);
        await app.Sim.NoCreditsAsync();
        await Activity<SubmitToProvider>(app).Run(Submit with { Attempt = Submit.Attempt with { Number = 2 } }, Ct);

        var again = await Activity<SubmitToProvider>(app).Run(Submit, Ct);

        Assert.Equal(first.TaskId, again.TaskId);
    }

    [Fact]
    public async Task Ten_submits_of_one_attempt_at_once_pay_once()
    {
        await using var app = await TestApp.StartAsync();

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Activity<SubmitToProvider>(app).Run(Submit, Ct)));

        Assert.All(verdicts, verdict => Assert.True(verdict.Kind is VerdictKind.Accepted or VerdictKind.Unknown));
        Assert.Equal(1, await app.Sim.SubmitsAsync());
    }

    [Fact]
    public async Task A_video_that_is_stored_is_not_fetched_again()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.JobWhenOverAsync(await app.AOneStepJobAsync());
        var video = job["videos"]![0]!;
        var task = (string)(await app.Sim.ReadAsync("runway/bill"))["tasks"]![0]!["task"]!;
        var key = app.Services.GetRequiredService<ProviderRegistry>().Find("runway")!.Keys[0];

        var stored = await Activity<StoreVideo>(app).Run(
            new("anonymous", JobId.TryParse((string?)job["id"])!, 0, "runway", key, task, "https://example.com/gone.mp4"), Ct);

        Assert.Equal((StoreOutcome.Stored, (string?)video["sha256"], (long?)video["sizeBytes"]), (stored.Outcome, stored.Sha256, stored.SizeBytes));
        Assert.Single((await app.Sim.ReadAsync("log?operation=download")).AsArray());
    }

    [Fact]
    public async Task A_job_that_is_over_stays_as_it_is()
    {
        await using var app = await TestApp.StartAsync();
        var before = await app.JobWhenOverAsync(await app.AOneStepJobAsync());
        var id = JobId.TryParse((string?)before["id"])!;

        await Activity<CompleteJob>(app).Run(new("anonymous", id, JobOutcome.Failed("again")), Ct);
        await Activity<RecordProgress>(app).Run(
            new("anonymous", id, new() { Status = JobStatus.Running, Stage = Stage.Preparing, Progress = 1, Message = "again" }), Ct);

        Assert.True(JsonNode.DeepEquals(before, await app.JobAsync(id.Value)));
    }

    [Fact]
    public async Task A_task_can_be_canceled_twice()
    {
        await using var app = await TestApp.StartAsync();
        var submitted = await Activity<SubmitToProvider>(app).Run(Submit, Ct);
        var input = new CheckProviderTaskInput("runway", new(submitted.TaskId!, Step.Kind, Step.Wire), submitted.Key!, Submit.Attempt.JobId, 1);

        Assert.Equal(VerdictKind.Canceled, (await Activity<CancelProviderTask>(app).Run(input, Ct)).Kind);
        Assert.Equal(VerdictKind.Canceled, (await Activity<CancelProviderTask>(app).Run(input, Ct)).Kind);
    }

    [Fact]
    public async Task What_was_found_out_about_a_submit_may_be_written_twice()
    {
        await using var app = await TestApp.StartAsync();
        var input = new SettleSubmissionInput(Submit.Attempt, Verdict.Accepted("task-1"));

        await Activity<SettleSubmission>(app).Run(input, Ct);
        await Activity<SettleSubmission>(app).Run(input, Ct);

        var entry = await app.Services.GetRequiredService<SubmitLedger>().FindAsync(Submit.Attempt, Ct);
        Assert.Equal("task-1", entry!.Receipt!.TaskId);
    }

    private static SubmitToProviderInput Submit => new(
        new(Id, 0, 1), "runway", Step, "A cat", null, null, null, null, [], null, null, 24, 0.60m);

    private static TaskStep Step => new()
    {
        Kind = TaskKind.TextToVideo,
        Model = "gen4.5",
        Wire = "gen4.5",
        Width = 1280,
        Height = 720,
        Duration = 5,
        PromptLimit = 1000,
        UsualSeconds = 60,
        PriceUsd = 0.60m,
    };

    private static T Activity<T>(TestApp app) => ActivatorUtilities.CreateInstance<T>(app.Services);
}
