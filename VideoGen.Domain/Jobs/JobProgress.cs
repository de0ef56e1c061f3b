namespace VideoGen.Domain.Jobs;

/// <summary>How far one video has come. Sent by those who make it to the job it belongs to.</summary>
public sealed record VideoProgress
{
    public required int Index { get; init; }

    public required Stage Stage { get; init; }

    public required int Percent { get; init; }

    public string? Message { get; init; }

    /// <summary>Null where the sender only knows the percentage.</summary>
    public Mode? Mode { get; init; }

    public string? Provider { get; init; }

    public string? Model { get; init; }

    /// <summary>Set while a submission of unknown outcome waits to be resolved.</summary>
    public HeldSubmission? Held { get; init; }

    /// <summary>The hops so far, when there is a new one.</summary>
    public IReadOnlyList<TraceEntry>? Trace { get; init; }
}

/// <summary>How far a job has come: its custom status, and what of its record changes while it runs.</summary>
public sealed record JobProgress
{
    public required JobStatus Status { get; init; }

    public required Stage Stage { get; init; }

    public required int Progress { get; init; }

    public required string Message { get; init; }

    public Mode? Mode { get; init; }

    public string? Provider { get; init; }

    public string? Model { get; init; }

    public IReadOnlyList<TraceEntry> Trace { get; init; } = [];

    public IReadOnlyList<HeldSubmission> Held { get; init; } = [];

    /// <summary>True once somebody called the job off.</summary>
    public bool Canceling { get; init; }
}

/// <summary>A submission of unknown outcome that waits to be resolved.</summary>
public sealed record HeldSubmission(int Index, int Attempt, string Provider, string Model, DateTimeOffset Until);

/// <summary>One hop of a job: whom we asked, what came of it, and what it cost.</summary>
public sealed record TraceEntry(
    DateTimeOffset At,
    string Provider,
    string Model,
    KeyFingerprint? Key,
    VerdictKind Verdict,
    string? Detail,
    decimal? Cost);

/// <summary>Joins what the videos of a job report into the progress of the job.</summary>
public sealed class ProgressBoard(int count)
{
    // With four videos of four hops each the custom status stays well under its limit of 8,192 characters.
    private const int HopsShown = 4;
    private const int DetailShown = 160;

    private readonly VideoProgress[] _videos = [.. Enumerable.Range(0, count).Select(index =>
        new VideoProgress { Index = index, Stage = Stage.Preparing, Percent = Stages.Percent(Stage.Preparing) })];

    private int _highest;

    public bool Canceling { get; set; }

    public void Take(VideoProgress report)
    {
        var known = _videos[report.Index];
        _videos[report.Index] = report with
        {
            Message = report.Message ?? known.Message,
            Mode = report.Mode ?? known.Mode,
            Provider = report.Provider ?? known.Provider,
            Model = report.Model ?? known.Model,
            Trace = report.Trace ?? known.Trace,
            Held = report.Mode is null ? known.Held : report.Held,
        };
    }

    /// <summary>The bar never moves backwards, also when a next candidate starts over.</summary>
    public JobProgress Show()
    {
        _highest = Math.Max(_highest, (int)_videos.Average(video => video.Percent));
        var slowest = _videos.MinBy(video => video.Percent)!;
        var held = _videos.Where(video => video.Held is not null).ToList();
        return new()
        {
            Status = held.Count > 0 ? JobStatus.SubmissionUnknown : JobStatus.Running,
            Stage = slowest.Stage,
            Progress = _highest,
            Canceling = Canceling,
            Message = Canceling ? "Canceling" : (held.Count > 0 ? held[0] : slowest).Message ?? "Preparing the prompt",
            Mode = slowest.Mode,
            Provider = slowest.Provider,
            Model = slowest.Model,
            Trace = [.. _videos.SelectMany(video => (video.Trace ?? []).TakeLast(HopsShown)).Select(Shorten)],
            Held = [.. held.Select(video => video.Held!)],
        };
    }

    private static TraceEntry Shorten(TraceEntry hop) =>
        hop.Detail is { Length: > DetailShown } detail ? hop with { Detail = detail[..DetailShown] } : hop;
}
