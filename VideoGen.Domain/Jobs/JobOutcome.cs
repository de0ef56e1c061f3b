using System.Globalization;
using VideoGen.Domain.Media;

namespace VideoGen.Domain.Jobs;

/// <summary>What came of one video: the file, the way there, and the reason when there is none.</summary>
public sealed record VideoResult
{
    public required Video Video { get; init; }

    public required IReadOnlyList<TraceEntry> Trace { get; init; }

    public required decimal Charged { get; init; }

    /// <summary>What may have been charged besides, for submits whose refusal is no proof that nothing was started.</summary>
    public decimal Doubtful { get; init; }

    public JobError? Error { get; init; }

    /// <summary>Why it was simulated.</summary>
    public string? WhySimulated { get; init; }

    public IReadOnlyList<Adaptation>? Adapted { get; init; }

    public double GenerateSeconds { get; init; }

    public double DownloadSeconds { get; init; }

    /// <summary>Null when the file was left as it was made.</summary>
    public double? TranscodeSeconds { get; init; }

    /// <summary>The result of a video whose orchestration broke; its history keeps the cause.</summary>
    public static VideoResult Broken(int index) => new()
    {
        Video = new() { Index = index, Status = VideoStatus.Failed },
        Trace = [],
        Charged = 0,
        Error = new(Errors.GenerationFailed.Code, "An internal fault ended the video.", true, null),
    };
}

/// <summary>How a job ended.</summary>
public sealed record JobOutcome
{
    public required JobStatus Status { get; init; }

    public required string Message { get; init; }

    public Mode? Mode { get; init; }

    public string? EnhancedPrompt { get; init; }

    public string? Provider { get; init; }

    public string? Model { get; init; }

    public IReadOnlyList<Adaptation>? Adapted { get; init; }

    public IReadOnlyList<Video> Videos { get; init; } = [];

    public IReadOnlyList<TraceEntry> Trace { get; init; } = [];

    public decimal Charged { get; init; }

    public JobTimings Timings { get; init; } = new();

    public JobError? Error { get; init; }

    /// <summary>Videos the caller pays for: completed ones that are no simulation.</summary>
    public static int LiveVideos(IReadOnlyList<Video> videos) => videos.Count(video => video.Status == VideoStatus.Completed && !video.Simulated);

    /// <summary>The end that follows from what came of the videos: one good video makes a completed job, unless others were called off.</summary>
    public static JobOutcome Of(IReadOnlyList<VideoResult> results, bool canceled)
    {
        var good = results.Where(result => result.Video.Status == VideoStatus.Completed).ToList();
        var error = results.Select(result => result.Error).FirstOrDefault(found => found is not null);
        var unmade = results.Count == 0 || good.Count < results.Count;
        var status = canceled && unmade ? JobStatus.Canceled : good.Count > 0 ? JobStatus.Completed : JobStatus.Failed;
        var shown = good.Concat(results.Where(result => result.Video.IsStored)).Concat(results).FirstOrDefault();
        return new()
        {
            Status = status,
            Message = MessageOf(status, good, results, error) + DoubtOf(results.Sum(result => result.Doubtful)),
            Mode = shown?.Video.Provider is null ? null : shown.Video.Simulated ? Jobs.Mode.Simulation : Jobs.Mode.Live,
            Provider = shown?.Video.Provider,
            Model = shown?.Video.Model,
            Adapted = shown?.Adapted,
            Videos = [.. results.Select(result => result.Video)],
            Trace = [.. results.SelectMany(result => result.Trace)],
            Charged = results.Sum(result => result.Charged),
            Timings = new(
                Generate: results.Count > 0 ? results.Max(result => result.GenerateSeconds) : null,
                Download: results.Any(result => result.Video.IsStored) ? results.Max(result => result.DownloadSeconds) : null,
                Transcode: results.Max(result => result.TranscodeSeconds)),
            Error = status == JobStatus.Failed ? error ?? Broken("The job ended without a result.") : null,
        };
    }

    /// <summary>The same with the scene the videos were made from, and why no language model wrote it, though one was asked for.</summary>
    public JobOutcome WithScene(string? enhancedPrompt, string? whyComposed, IReadOnlyList<Adaptation> planned) => this with
    {
        EnhancedPrompt = enhancedPrompt,
        Adapted = whyComposed is null ? Adapted
            : [.. (Adapted ?? planned).Where(other => other.Field != "enhancePrompt"), Adaptation.PromptComposed(whyComposed)],
    };

    /// <summary>The end of a job whose orchestration broke.</summary>
    public static JobOutcome Failed(string why) =>
        new() { Status = JobStatus.Failed, Message = "The job broke off", Error = Broken(why) };

    private static JobError Broken(string why) => new(Errors.GenerationFailed.Code, why, true, null);

    private static string DoubtOf(decimal doubtful) =>
        doubtful == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; up to ${doubtful:0.00} may have been charged besides: see the trace");

    private static string MessageOf(JobStatus status, List<VideoResult> good, IReadOnlyList<VideoResult> all, JobError? error) => status switch
    {
        JobStatus.Canceled => all.Any(result => result.Video.IsStored) ? "Canceled; a paid result came late and was kept" : "Canceled",
        JobStatus.Failed => error?.Message ?? "The job ended without a result.",
        _ when good.Count < all.Count => $"{good.Count} of {all.Count} videos completed",
        _ when good.Find(result => result.WhySimulated is not null) is { WhySimulated: var why } => $"Simulation mode ({why})",
        _ when good.Select(result => Fault(result.Video.Condition)).FirstOrDefault(fault => fault is not null) is { } fault => $"Completed; but the file {fault}",
        _ => "Completed",
    };

    private static string? Fault(MediaCondition? condition) => condition switch
    {
        MediaCondition.Truncated => "ends before its contents do",
        MediaCondition.NoPicture => "has no picture",
        MediaCondition.ZeroLength => "has not one frame",
        MediaCondition.Damaged or MediaCondition.NotAVideo or MediaCondition.Empty => "is damaged",
        _ => null,
    };
}
