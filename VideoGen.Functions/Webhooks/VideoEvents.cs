using System.Text.Json;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Settings;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Webhooks;

/// <summary>What can be told of a job: the names of the events, and what they say.</summary>
/// <remarks>Thin: ids and URLs, whatever a provider or a caller wrote; well under 20 kB.</remarks>
public static class VideoEvents
{
    public const string Started = "video.started";
    public const string Progress = "video.progress";
    public const string Completed = "video.completed";
    public const string Failed = "video.failed";
    public const string Canceled = "video.canceled";

    /// <summary>Sent on request, to see whether it arrives.</summary>
    public const string Test = "webhook.test";

    private const int LongestText = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = StoreJson.Options.Encoder };

    public static IReadOnlyList<string> All { get; } = [Started, Progress, Completed, Failed, Canceled];

    /// <summary>The event by which a job ended; null while it has not.</summary>
    public static string? EndOf(Job job) => job.Status switch
    {
        JobStatus.Completed => Completed,
        JobStatus.Failed => Failed,
        JobStatus.Canceled => Canceled,
        _ => null,
    };

    /// <summary>The body of a webhook.</summary>
    public static string Write<T>(string type, DateTimeOffset at, T data) => JsonSerializer.Serialize(new Message<T>(type, at.UtcDateTime, data), Json);

    /// <summary>What an event says of a job.</summary>
    /// <param name="job">As it is.</param>
    /// <param name="origin">What our URLs begin with.</param>
    public static VideoEvent Of(Job job, string origin) => new(
        job.Id,
        job.Status,
        job.Stage,
        job.Progress,
        Short(job.Message),
        job.Mode,
        job.Provider,
        job.Model,
        job.Id.Url(origin),
        [.. job.Videos.Select(video => Of(video, job.Id, origin))],
        job.Error is { } error ? error with { Message = Short(error.Message) } : null,
        job.CreatedAt.UtcDateTime,
        job.CompletedAt?.UtcDateTime);

    public static string Write(VideoEvent data) => JsonSerializer.Serialize(data, Json);

    private static EventVideo Of(Video video, JobId job, string origin) => new(
        video.Index,
        video.Status,
        video.ContentUrl(job, origin),
        video.ThumbnailUrl(job, origin),
        video.SizeBytes,
        video.Sha256,
        video.Width,
        video.Height,
        video.DurationSeconds,
        video.Simulated);

    private static string Short(string text) => text.Length <= LongestText ? text : $"{text[..LongestText]}...";

    private sealed record Message<T>(string Type, DateTime Timestamp, T Data);
}

/// <summary>A job, as an event tells it.</summary>
public sealed record VideoEvent(
    JobId Id,
    JobStatus Status,
    Stage Stage,
    int Progress,
    string Message,
    Mode? Mode,
    string? Provider,
    string? Model,
    string Url,
    IReadOnlyList<EventVideo> Videos,
    JobError? Error,
    DateTime CreatedAt,
    DateTime? CompletedAt);

/// <summary>A video, as an event tells it.</summary>
public sealed record EventVideo(
    int Index,
    VideoStatus Status,
    string? ContentUrl,
    string? ThumbnailUrl,
    long? SizeBytes,
    string? Sha256,
    int? Width,
    int? Height,
    double? DurationSeconds,
    bool Simulated);
