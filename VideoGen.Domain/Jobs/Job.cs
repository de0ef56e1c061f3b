using System.Text.Json.Serialization;
using VideoGen.Domain.Media;

namespace VideoGen.Domain.Jobs;

/// <summary>A job as it is kept and answered.</summary>
public sealed record Job
{
    public required JobId Id { get; init; }

    public required string User { get; init; }

    /// <summary>As resolved.</summary>
    public required JobRequest Request { get; init; }

    public JobStatus Status { get; init; }

    public Stage Stage { get; init; }

    public int Progress { get; init; }

    public string Message { get; init; } = "Waiting to start";

    public Mode? Mode { get; init; }

    public string? EnhancedPrompt { get; init; }

    public string? Provider { get; init; }

    public string? Model { get; init; }

    public IReadOnlyList<Adaptation> Adapted { get; init; } = [];

    public IReadOnlyList<Video> Videos { get; init; } = [];

    public IReadOnlyList<TraceEntry> Trace { get; init; } = [];

    public JobCost Cost { get; init; } = new(null, 0, null);

    public JobTimings Timings { get; init; } = new();

    public JobError? Error { get; init; }

    /// <summary>Where it will be shown; null while nobody has said.</summary>
    public Post? Post { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    [JsonIgnore]
    public bool IsOver => Status is JobStatus.Completed or JobStatus.Failed or JobStatus.Canceled;

    /// <summary>Videos that the caller's quota was used for.</summary>
    public int LiveVideos() => JobOutcome.LiveVideos(Videos);

    /// <summary>What each provider charged, in USD.</summary>
    public IReadOnlyDictionary<string, decimal> CostByProvider()
    {
        var costs = Trace.Where(hop => hop.Cost > 0).GroupBy(hop => hop.Provider).ToDictionary(hops => hops.Key, hops => hops.Sum(hop => hop.Cost!.Value));
        // A long trace is kept in part.
        if (Provider is not null && Cost.Charged - costs.Values.Sum() is var rest and not 0)
        {
            costs[Provider] = costs.GetValueOrDefault(Provider) + rest;
        }

        return costs;
    }

    /// <summary>An end is an end; whoever comes late changes nothing.</summary>
    public bool MayBecome(JobStatus next) => !IsOver && next != JobStatus.Queued;

    /// <summary>The job with what its orchestration reports; unchanged when it is over.</summary>
    public Job With(JobProgress progress, DateTimeOffset at) => !MayBecome(progress.Status) ? this : this with
    {
        Status = progress.Status,
        Stage = progress.Stage,
        Progress = Math.Max(Progress, progress.Progress),
        Message = progress.Message,
        Mode = progress.Mode ?? Mode,
        Provider = progress.Provider ?? Provider,
        Model = progress.Model ?? Model,
        Trace = progress.Trace.Count > 0 ? progress.Trace : Trace,
        UpdatedAt = at,
    };

    /// <summary>The job with a paid result that came after its end; unchanged when it has it already.</summary>
    public Job With(Video late, TraceEntry hop, DateTimeOffset at) => Videos.Any(video => video.Index == late.Index && video.IsStored) ? this : this with
    {
        Videos = [.. Videos.Where(video => video.Index != late.Index).Append(late).OrderBy(video => video.Index)],
        Trace = [.. Trace, hop],
        Cost = Cost with { Charged = Cost.Charged + (hop.Cost ?? 0) },
        Message = $"{Message.TrimEnd('.')}; a paid result came late and was kept",
        Error = Error is null ? null : Error with { Billed = true },
        UpdatedAt = at,
    };

    /// <summary>The job at its end; unchanged when it is over already.</summary>
    public Job With(JobOutcome outcome, DateTimeOffset at) => !MayBecome(outcome.Status) ? this : this with
    {
        Status = outcome.Status,
        Stage = outcome.Status == JobStatus.Completed ? Stage.Done : Stage,
        Progress = outcome.Status == JobStatus.Completed ? 100 : Progress,
        Message = outcome.Message,
        Mode = outcome.Mode ?? Mode,
        EnhancedPrompt = outcome.EnhancedPrompt ?? EnhancedPrompt,
        Provider = outcome.Provider ?? Provider,
        Model = outcome.Model ?? Model,
        Adapted = outcome.Adapted ?? Adapted,
        Videos = outcome.Videos,
        Trace = outcome.Trace,
        Cost = Cost with { Charged = outcome.Charged, Points = Cost.Points / Request.Count * JobOutcome.LiveVideos(outcome.Videos) },
        Timings = outcome.Timings,
        Error = outcome.Error,
        UpdatedAt = at,
        CompletedAt = at,
    };
}

/// <summary>A post that a job's videos are meant for.</summary>
/// <param name="Id">Of the caller's own.</param>
/// <param name="Platform">Where it appears.</param>
/// <param name="Time">When.</param>
public sealed record Post(string Id, string? Platform, DateTimeOffset? Time)
{
    private const int LongestId = 200;
    private const int LongestPlatform = 50;

    public IReadOnlyList<FieldError> Check() =>
    [
        .. Text("id", Id, LongestId),
        .. Text("platform", Platform ?? "-", LongestPlatform),
    ];

    private static IEnumerable<FieldError> Text(string field, string text, int most) =>
        text.Length == 0 || text.Length > most || text.Any(char.IsControl) ? [new(field, $"must have 1 to {most} characters, none of them a control character.")] : [];
}

/// <summary>What became of one output file.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VideoStatus>))]
public enum VideoStatus
{
    [JsonStringEnumMemberName("completed")]
    Completed,

    [JsonStringEnumMemberName("failed")]
    Failed,

    [JsonStringEnumMemberName("canceled")]
    Canceled,

    /// <summary>It came after the job was called off; as it was paid for, it is kept.</summary>
    [JsonStringEnumMemberName("late")]
    Late,
}

/// <summary>One output file of a job.</summary>
public sealed record Video
{
    public required int Index { get; init; }

    public required VideoStatus Status { get; init; }

    /// <summary>Null when nothing was stored.</summary>
    public long? SizeBytes { get; init; }

    public string? Sha256 { get; init; }

    public string? ContentType { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public double? DurationSeconds { get; init; }

    public double? Fps { get; init; }

    public string? Codec { get; init; }

    /// <summary>What is wrong with the file, if anything; null when nothing was stored.</summary>
    public MediaCondition? Condition { get; init; }

    public bool? Hdr { get; init; }

    /// <summary>Degrees clockwise that a player turns the picture by; width and height are as it is then shown.</summary>
    public int? Rotation { get; init; }

    public string? Provider { get; init; }

    public string? Model { get; init; }

    public bool Simulated { get; init; }

    /// <summary><c>available</c> or <c>unavailable</c>; null when there is no video.</summary>
    public string? Thumbnail { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    [JsonIgnore]
    public bool IsStored => Sha256 is not null;
}

/// <summary>Money in USD; points are this service's own.</summary>
public sealed record JobCost(decimal? Quoted, decimal Charged, int? Points);

/// <summary>In seconds; null for what was not done.</summary>
public sealed record JobTimings(
    double? Queued = null,
    double? Enhance = null,
    double? Generate = null,
    double? Download = null,
    double? Transcode = null,
    double? Total = null);

/// <summary>Why a job has no result.</summary>
/// <param name="Code">From the error catalogue.</param>
/// <param name="Message">For a person.</param>
/// <param name="Retryable">Whether the same request may work another time.</param>
/// <param name="Billed">Whether it was charged all the same; null when nobody knows.</param>
public sealed record JobError(string Code, string Message, bool Retryable, bool? Billed);
