using Microsoft.DurableTask;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;
using VideoGen.Domain.Prompts;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Jobs;

/// <summary>The way of one video through its candidates: the attempts, their trace, their cost, and whether somebody called it off.</summary>
internal sealed class VideoOrchestratorRun
{
    // A report stays small, and a result well under what a history takes easily.
    private const int HopsTold = 4;
    private const int HopsKept = 12;

    // Nothing that goes round in circles goes on for ever.
    private const int MostAttempts = 30;

    private readonly TaskOrchestrationContext _context;
    private readonly VideoPlan _plan;
    private readonly DateTime _started;
    private readonly List<TraceEntry> _trace = [];

    // One waiter for the whole run: a second one would take the event away from the first.
    private readonly Task<CancelRequest> _cancel;

    private readonly List<Adaptation> _kept = [];

    private readonly VideoOrchestratorSubmit _submit;

    private ProviderTask? _watched;
    private decimal _charged;
    private decimal _doubtful;
    private string? _whySimulated;

    public VideoOrchestratorRun(TaskOrchestrationContext context, VideoPlan plan)
    {
        (_context, _plan, _started) = (context, plan, context.CurrentUtcDateTime);
        _cancel = context.WaitForExternalEvent<CancelRequest>(Names.Cancel);
        Candidate = plan.Candidates[0];
        _submit = new(context, plan, this, _cancel);
    }

    /// <summary>The one being tried.</summary>
    public Candidate Candidate { get; private set; }

    /// <summary>The provider's task that made the last result.</summary>
    public TaskRef? Made { get; private set; }

    /// <summary>Whether somebody called it off.</summary>
    public bool IsCanceled => _cancel.IsCompleted;

    /// <summary>Does all steps of a candidate: where it needs a first frame, that first.</summary>
    public async Task<Verdict> Try(Candidate candidate, string? whySimulated)
    {
        (Candidate, _whySimulated) = (candidate, whySimulated);
        var image = _plan.Image;
        var verdict = Verdict.Outage("Nothing was tried.");
        foreach (var step in candidate.Steps)
        {
            Tell(step);
            verdict = await Do(step, image);
            if (verdict.Kind != VerdictKind.Succeeded) return verdict;

            image = verdict.Outputs[0];
        }

        return verdict;
    }

    /// <summary>Tells the job how far this video has come.</summary>
    public void Tell(Stage stage, string message, HeldSubmission? held = null) => _context.SendEvent(_plan.JobId.Value, Names.Progress, new VideoProgress
    {
        Index = _plan.Index,
        Stage = stage,
        Percent = Stages.Percent(stage),
        Message = _whySimulated is null ? message : $"Simulation mode ({_whySimulated})",
        Mode = Candidate.IsSimulation() ? Mode.Simulation : Mode.Live,
        Provider = Candidate.Provider,
        Model = Candidate.Model,
        Held = held,
        Trace = [.. _trace.TakeLast(HopsTold)],
    });

    /// <summary>Tells the job that the step is being done, or what it waits for.</summary>
    public void Tell(TaskStep step, string? message = null, HeldSubmission? held = null) => Tell(StageOf(step), message ?? Doing(step), held);

    /// <summary>Writes a hop into the trace, and what it cost.</summary>
    public void Note(TaskStep step, Verdict verdict)
    {
        _charged += verdict.Cost ?? 0;
        var detail = verdict.Detail;
        if (verdict is { MayHaveStarted: true, MayBeLookedUp: false })
        {
            // Nobody can ask what became of it, so it is said wherever the job's cost is told.
            _doubtful += step.PriceUsd;
            detail = $"{verdict.Evidence}: {detail} The provider may have started it all the same, and charged for it.";
        }

        _trace.Add(new(_context.CurrentUtcDateTime, Candidate.Provider, step.Model, verdict.Key, verdict.Kind, detail, verdict.Cost));
    }

    /// <summary>Where the task could not be ended, its result is waited for after the end of the job.</summary>
    public async Task WaitOn(Verdict verdict)
    {
        if (!verdict.RunsOn || _watched is not { } task || task.Task.Kind == TaskKind.TextToImage) return;

        var patient = task with { Rules = LateVideoOrchestrator.Patience, SubmittedAt = _context.CurrentUtcDateTime };
        await _context.AwaitLateVideo(new(_plan.User, patient, Candidate.Model, Candidate.Last().PriceUsd));
    }

    public VideoResult Ended(Verdict verdict) => Result(
        Blank() with { Status = verdict.Kind == VerdictKind.Canceled ? VideoStatus.Canceled : VideoStatus.Failed },
        Fallback.ErrorOf(verdict, _charged, _doubtful),
        _context.CurrentUtcDateTime);

    /// <summary>Notes that the file is not in the form that was asked for.</summary>
    public void KeptAsMade(TranscodeSpec spec, string why) => _kept.Add(new("transcode", spec.ToString(), "as made", why));

    public VideoResult Stored(StoredVideo stored, ExtractedThumbnail thumbnail, DateTime generated) => Result(
        stored.Describe(
            Blank() with
            {
                Status = _cancel.IsCompleted ? VideoStatus.Late : VideoStatus.Completed,
                Width = Candidate.Last().Width,
                Height = Candidate.Last().Height,
                DurationSeconds = Candidate.Last().Duration,
            },
            thumbnail),
        null,
        generated);

    // Submits until there is a task to watch, and watches it; repeats what may pass.
    private async Task<Verdict> Do(TaskStep step, string? image)
    {
        for (int repeats = 0, waits = 0; ;)
        {
            var (attempt, verdict, isNoted) = await _submit.Submit(step, Prompt(step), image);
            if (verdict.Kind == VerdictKind.Accepted)
            {
                verdict = await Watch(attempt, step, verdict);
            }

            if (!isNoted && !(verdict.HeldBack && waits > 0))
            {
                Note(step, verdict);
            }

            var (move, afterSeconds) = Fallback.After(verdict, verdict.HeldBack ? waits : repeats);
            if (move != Move.TryAgain || _submit.Attempts >= MostAttempts) return verdict;

            if (afterSeconds > 0)
            {
                _ = verdict.HeldBack ? waits++ : repeats++;
                await _context.Wait(afterSeconds, _cancel);
            }
        }
    }

    private async Task<Verdict> Watch(Attempt attempt, TaskStep step, Verdict accepted)
    {
        Made = new(accepted.TaskId!, step.Kind, step.Wire);
        _watched = new()
        {
            JobId = _plan.JobId,
            Index = _plan.Index,
            Provider = Candidate.Provider,
            Task = Made,
            Key = accepted.Key!,
            Stage = StageOf(step),
            Rules = _plan.Polling,
            UsualSeconds = step.UsualSeconds,
            SubmittedAt = _context.CurrentUtcDateTime,
            Reported = Stages.Percent(StageOf(step)),
        };
        var watch = _context.CallSubOrchestratorAsync<Verdict>(
            nameof(ProviderTaskOrchestrator), _watched, new TaskOptions().WithInstanceId(Names.Task(attempt)));
        if (await Task.WhenAny(watch, _cancel) == _cancel)
        {
            _context.SendEvent(Names.Task(attempt), Names.Cancel, await _cancel);
        }

        var verdict = await watch;
        return verdict.Kind == VerdictKind.Succeeded
            ? verdict with { Cost = verdict.Cost ?? accepted.Cost ?? step.PriceUsd, Detail = verdict.Detail ?? accepted.Detail }
            : verdict;
    }

    public static double Seconds(DateTime from, DateTime to) => Math.Round((to - from).TotalSeconds, 1);

    private string Prompt(TaskStep step) => step.Kind == TaskKind.TextToImage
        ? PromptComposer.Compose(_plan.Scene, null, false, step.PromptLimit, step.PromptUnit)
        : PromptComposer.Compose(
            _plan.Scene, step.CameraParameter ? null : _plan.Camera, _plan.PreserveIdentity, step.PromptLimit, step.PromptUnit);

    private string Doing(TaskStep step) => step.Kind == TaskKind.TextToImage
        ? $"Making the first frame with {Candidate.Provider} {step.Model}"
        : $"Generating with {Candidate.Provider} {step.Model}";

    private static Stage StageOf(TaskStep step) => step.Kind == TaskKind.TextToImage ? Stage.FirstFrame : Stage.Generating;

    private Video Blank() => new()
    {
        Index = _plan.Index,
        Status = VideoStatus.Failed,
        Provider = Candidate.Provider,
        Model = Candidate.Model,
        Simulated = Candidate.IsSimulation(),
    };

    private VideoResult Result(Video video, JobError? error, DateTime generated) => new()
    {
        Video = video,
        Trace = [.. _trace.TakeLast(HopsKept)],
        Charged = _charged,
        Doubtful = _doubtful,
        Error = error,
        WhySimulated = _whySimulated,
        Adapted = [.. Candidate.Adapted, .. _kept],
        GenerateSeconds = Seconds(_started, generated),
    };
}
