using Microsoft.DurableTask;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
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

    private int _attempts;
    private decimal _charged;
    private string? _whySimulated;

    public VideoOrchestratorRun(TaskOrchestrationContext context, VideoPlan plan)
    {
        (_context, _plan, _started) = (context, plan, context.CurrentUtcDateTime);
        _cancel = context.WaitForExternalEvent<CancelRequest>(Names.Cancel);
        Candidate = plan.Candidates[0];
    }

    /// <summary>The one being tried.</summary>
    public Candidate Candidate { get; private set; }

    /// <summary>The provider's task that made the last result.</summary>
    public TaskRef? Made { get; private set; }

    /// <summary>Does all steps of a candidate: where it needs a first frame, that first.</summary>
    public async Task<Verdict> Try(Candidate candidate, string? whySimulated)
    {
        (Candidate, _whySimulated) = (candidate, whySimulated);
        var image = _plan.Image;
        var verdict = Verdict.Outage("Nothing was tried.");
        foreach (var step in candidate.Steps)
        {
            Tell(StageOf(step), Doing(step));
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

    public VideoResult Ended(Verdict verdict) => Result(
        Blank() with { Status = verdict.Kind == VerdictKind.Canceled ? VideoStatus.Canceled : VideoStatus.Failed },
        Fallback.ErrorOf(verdict, _charged),
        _context.CurrentUtcDateTime);

    public VideoResult Stored(StoredVideo stored, ExtractedThumbnail thumbnail, DateTime generated) => Result(
        Blank() with
        {
            Status = _cancel.IsCompleted ? VideoStatus.Late : VideoStatus.Completed,
            SizeBytes = stored.SizeBytes,
            Sha256 = stored.Sha256,
            ContentType = stored.ContentType,
            ExpiresAt = stored.ExpiresAt,
            Width = thumbnail.Facts?.Width ?? Candidate.Last().Width,
            Height = thumbnail.Facts?.Height ?? Candidate.Last().Height,
            DurationSeconds = thumbnail.Facts?.DurationSeconds ?? Candidate.Last().Duration,
            Fps = thumbnail.Facts?.Fps,
            Codec = thumbnail.Facts?.Codec,
            Thumbnail = thumbnail.IsAvailable ? "available" : "unavailable",
        },
        null,
        generated);

    // Submits until there is a task to watch, and watches it; repeats what may pass.
    private async Task<Verdict> Do(TaskStep step, string? image)
    {
        for (var repeats = 0; ;)
        {
            if (_cancel.IsCompleted) return Verdict.Canceled((await _cancel).Reason);

            var attempt = new Attempt(_plan.JobId, _plan.Index, ++_attempts);
            var verdict = await _context.SubmitToProvider(new(
                attempt, Candidate.Provider, step, Prompt(step), _plan.NegativePrompt, _plan.Camera, image, _plan.Video, [.. _plan.References.Take(step.References)],
                _plan.PersonGeneration, _plan.Seed, _plan.Fps, Candidate.PriceUsd));
            if (verdict.Kind == VerdictKind.Unknown)
            {
                Note(step, verdict);
                if (await Hold(attempt, step, verdict) is not { } resolved) continue;
                if (resolved.Kind == VerdictKind.Unknown) return resolved;

                verdict = resolved;
            }

            if (verdict.Kind == VerdictKind.Accepted)
            {
                verdict = await Watch(attempt, step, verdict);
            }

            Note(step, verdict);
            var (move, afterSeconds) = Fallback.After(verdict, repeats);
            if (move != Move.TryAgain || _attempts == MostAttempts) return verdict;

            if (afterSeconds > 0)
            {
                repeats++;
                await _context.Wait(afterSeconds, _cancel);
            }
        }
    }

    private async Task<Verdict> Watch(Attempt attempt, TaskStep step, Verdict accepted)
    {
        Made = new(accepted.TaskId!, step.Kind, step.Wire);
        var watch = _context.CallSubOrchestratorAsync<Verdict>(
            nameof(ProviderTaskOrchestrator),
            new ProviderTask
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
            },
            new TaskOptions().WithInstanceId(Names.Task(attempt)));
        if (await Task.WhenAny(watch, _cancel) == _cancel)
        {
            _context.SendEvent(Names.Task(attempt), Names.Cancel, await _cancel);
        }

        var verdict = await watch;
        return verdict.Kind == VerdictKind.Succeeded ? verdict with { Cost = verdict.Cost ?? accepted.Cost ?? step.PriceUsd } : verdict;
    }

    // Waits until somebody says what became of the submission. Null to submit again.
    private async Task<Verdict?> Hold(Attempt attempt, TaskStep step, Verdict unknown)
    {
        var deadline = _context.CurrentUtcDateTime.AddSeconds(_plan.ResolveSeconds);
        Tell(StageOf(step), "It is unknown whether the provider took the task: adopt it, submit it again, or abandon it",
            new(_plan.Index, attempt.Number, Candidate.Provider, step.Model, deadline));
        while (_context.CurrentUtcDateTime < deadline)
        {
            var answer = _context.WaitForExternalEvent<Resolution>(Names.Resolve);
            await _context.WaitUntil(deadline, answer, _cancel);
            if (!answer.IsCompleted) break;

            var resolution = await answer;
            if (resolution.Attempt != attempt.Number) continue;

            Verdict? resolved = resolution.Action switch
            {
                Resolution.Adopt => Verdict.Accepted(resolution.TaskId!) with { Key = unknown.Key },
                Resolution.Resubmit => null,
                _ => Verdict.Unknown("It was abandoned on request.") with { Key = unknown.Key },
            };
            await _context.SettleSubmission(new(attempt, resolved ?? Verdict.Failed("It was said not to have been started.")));
            Tell(StageOf(step), Doing(step));
            return resolved;
        }

        return _cancel.IsCompleted ? Verdict.Canceled((await _cancel).Reason) with { Key = unknown.Key } : unknown;
    }

    private string Prompt(TaskStep step) => step.Kind == TaskKind.TextToImage
        ? PromptComposer.Compose(_plan.Scene, null, false, step.PromptLimit, step.PromptUnit)
        : PromptComposer.Compose(
            _plan.Scene, step.CameraParameter ? null : _plan.Camera, _plan.PreserveIdentity, step.PromptLimit, step.PromptUnit);

    private string Doing(TaskStep step) => step.Kind == TaskKind.TextToImage
        ? $"Making the first frame with {Candidate.Provider} {step.Model}"
        : $"Generating with {Candidate.Provider} {step.Model}";

    private static Stage StageOf(TaskStep step) => step.Kind == TaskKind.TextToImage ? Stage.FirstFrame : Stage.Generating;

    private void Note(TaskStep step, Verdict verdict)
    {
        _charged += verdict.Cost ?? 0;
        _trace.Add(new(_context.CurrentUtcDateTime, Candidate.Provider, step.Model, verdict.Key, verdict.Kind, verdict.Detail, verdict.Cost));
    }

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
        Error = error,
        WhySimulated = _whySimulated,
        Adapted = Candidate.Adapted,
        GenerateSeconds = Math.Round((generated - _started).TotalSeconds, 1),
        DownloadSeconds = Math.Round((_context.CurrentUtcDateTime - generated).TotalSeconds, 1),
    };
}
