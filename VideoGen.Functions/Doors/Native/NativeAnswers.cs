using System.Text.Json.Serialization;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;

namespace VideoGen.Functions.Doors.Native;

/// <summary>A job as the native API answers it.</summary>
public sealed record JobAnswer
{
    public required JobId Id { get; init; }
    public required JobStatus Status { get; init; }
    public required Stage Stage { get; init; }
    public required int Progress { get; init; }
    public required string Message { get; init; }
    public required Mode? Mode { get; init; }
    public required string? Prompt { get; init; }
    public required TaskKind Kind { get; init; }
    public required string? NegativePrompt { get; init; }
    public required string? Style { get; init; }
    public required string? Theme { get; init; }
    public required string? Platform { get; init; }
    public required string? ContentType { get; init; }
    public required string? Camera { get; init; }
    public required bool PreserveIdentity { get; init; }
    public required bool EnhancePrompt { get; init; }
    public required string? Format { get; init; }
    public required string? AspectRatio { get; init; }
    public required int? Width { get; init; }
    public required int? Height { get; init; }
    public required int? Duration { get; init; }
    public required int? Fps { get; init; }
    public required string? Quality { get; init; }
    public required string? Fit { get; init; }
    public required long? Seed { get; init; }
    public required int Count { get; init; }
    public required string? PersonGeneration { get; init; }
    public required MediaSource? Image { get; init; }
    public required MediaSource? Video { get; init; }
    public required IReadOnlyList<MediaSource> References { get; init; }
    public required bool? Audio { get; init; }
    public required string? Prefer { get; init; }
    public required string? Simulation { get; init; }
    public required decimal? MaxCost { get; init; }
    public required string? WebhookUrl { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public required string? Group { get; init; }
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }
    public required string? EnhancedPrompt { get; init; }
    public required string? Provider { get; init; }
    public required string? Model { get; init; }
    public required IReadOnlyList<Adaptation> Adapted { get; init; }
    public required IReadOnlyList<VideoAnswer> Videos { get; init; }
    public required IReadOnlyList<TraceAnswer> Trace { get; init; }
    public required JobCost Cost { get; init; }
    public required JobTimings Timings { get; init; }
    public required JobError? Error { get; init; }
    public required Post? Post { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Only in the answer to a start.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required Management? Management { get; init; }
}

/// <summary>One output file of a job.</summary>
public sealed record VideoAnswer(
    int Index,
    VideoStatus Status,
    string? ContentUrl,
    string? ThumbnailUrl,
    string? Thumbnail,
    long? SizeBytes,
    string? Sha256,
    int? Width,
    int? Height,
    double? DurationSeconds,
    double? Fps,
    string? Codec,
    MediaCondition? Condition,
    bool? Hdr,
    int? Rotation,
    string? Provider,
    string? Model,
    bool Simulated,
    DateTimeOffset? ExpiresAt);

/// <summary>One hop: who was asked with which key, what came of it, and what it cost.</summary>
public sealed record TraceAnswer(DateTimeOffset At, string Provider, string Model, KeyFingerprint? Key, string Verdict, string? Detail, decimal? Cost);

/// <summary>A page of the gallery.</summary>
public sealed record GalleryAnswer(IReadOnlyList<JobAnswer> Videos, string? Next);

/// <summary>The durable URLs of a job, under their usual names.</summary>
public sealed record Management(
    string? StatusQueryGetUri,
    string? SendEventPostUri,
    string? TerminatePostUri,
    string? SuspendPostUri,
    string? ResumePostUri,
    string? PurgeHistoryDeleteUri);
