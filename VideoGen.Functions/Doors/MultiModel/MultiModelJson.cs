using System.Text.Json;
using VideoGen.Domain;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Settings;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Doors.MultiModel;

/// <summary>The JSON of the multi-model video system: camelCase, everything in <c>success</c> and <c>data</c>. What a client sends beyond the fields known here is passed over.</summary>
public static class MultiModelJson
{
    private const string Prefix = "task_";
    private const int DefaultSeconds = 5;
    private const int DefaultFps = 30;

    // The models this system was made for, and what the catalog has in their place. Read without regard to case, spaces and signs.
    private static readonly Dictionary<string, string> Models = new()
    {
        ["runway"] = "gen4_turbo",
        ["runwaygen3"] = "gen4_turbo",
        ["runwaygen3alpha"] = "gen4_turbo",
        ["runwaygen3alphaturbo"] = "gen4_turbo",
        ["gen3"] = "gen4_turbo",
        ["pika10"] = "pika-2.2",
        ["pika"] = "pika-2.2",
        ["kling"] = "kling-v2-5-turbo",
    };

    private static readonly Dictionary<string, string> Names = new() { ["image"] = "imageUrl", ["image.url"] = "imageUrl" };

    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Encoder = StoreJson.Options.Encoder };

    public static JobRequest ReadStart(JsonFields fields)
    {
        var image = fields.Text("imageUrl") is { Length: > 0 } url ? url : null;
        var model = fields.Text("model") is { Length: > 0 } name ? name : null;
        var request = new JobRequest
        {
            Prompt = fields.Text("prompt"),
            Kind = image is null ? TaskKind.TextToVideo : TaskKind.ImageToVideo,
            Duration = fields.Whole("duration") ?? DefaultSeconds,
            AspectRatio = fields.Text("aspectRatio") ?? Shapes.DefaultAspect,
            Image = image is null ? null : new(Url: image),
            Model = model is null ? null : Models.GetValueOrDefault(Plain(model), model),
            Quality = fields.Text("quality"),
            Fps = fields.Whole("fps") ?? DefaultFps,
            Metadata = model is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["askedModel"] = model[..Math.Min(model.Length, 100)] },
        };
        fields.EndLeniently();
        return request;
    }

    public static string TaskIdOf(Job job) => Prefix + job.Id;

    /// <summary>The job's id; null for what is no task id.</summary>
    public static string? JobIdOf(string? taskId) => taskId?.StartsWith(Prefix, StringComparison.Ordinal) == true ? taskId[Prefix.Length..] : null;

    public static string StatusOf(Job job) => job.Status switch
    {
        JobStatus.Queued => "pending",
        JobStatus.Completed => "success",
        JobStatus.Failed or JobStatus.Canceled => "failed",
        _ => "running",
    };

    /// <summary>Null unless it failed. A task called off is a failed one to clients that know no other end.</summary>
    public static string? ErrorOf(Job job) => job.Status is JobStatus.Failed or JobStatus.Canceled ? job.Error?.Message ?? job.Message : null;

    public static object WriteProblem(ProblemException problem) => PlainProblem.Of(DoorProblems.InWordsOf(problem, Names));

    private static string Plain(string model) => string.Concat(model.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}

/// <summary>How this system answers.</summary>
public sealed record TaskAnswer<T>(bool Success, T Data);

/// <summary>A task that was taken; the time is in seconds.</summary>
public sealed record TaskStarted(string TaskId, string Status, int EstimatedTime)
{
    public static TaskStarted Of(Job job, Candidate first) => new(MultiModelJson.TaskIdOf(job), "pending", first.Steps.Sum(step => step.UsualSeconds));
}

/// <summary>Where a task stands.</summary>
public sealed record TaskState(string TaskId, string Status, int Progress, TaskOutput? Result, string? Error)
{
    public static TaskState Of(Job job, string origin) =>
        new(MultiModelJson.TaskIdOf(job), MultiModelJson.StatusOf(job), job.Progress, TaskOutput.Of(job, origin), MultiModelJson.ErrorOf(job));
}

/// <summary>What a task came to.</summary>
public sealed record TaskOutput(string? VideoUrl, string? ThumbnailUrl)
{
    public static TaskOutput? Of(Job job, string origin) =>
        job.Status == JobStatus.Completed && job.Videos.FirstOrDefault(video => video.IsStored) is { } video
            ? new(video.ContentUrl(job.Id, origin), video.ThumbnailUrl(job.Id, origin))
            : null;
}

/// <summary>A task in detail.</summary>
/// <param name="Attempts">How often a provider was asked.</param>
public sealed record TaskDetail(
    string TaskId,
    string Status,
    int Progress,
    string Message,
    string? Prompt,
    int? Duration,
    string? AspectRatio,
    string? ImageUrl,
    string? Provider,
    string? Model,
    string? Mode,
    int Attempts,
    IReadOnlyList<Adaptation> Adapted,
    TaskOutput? Result,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? CompletedAt)
{
    public static TaskDetail Of(Job job, string origin) => new(
        MultiModelJson.TaskIdOf(job),
        MultiModelJson.StatusOf(job),
        job.Progress,
        job.Message,
        job.Request.Prompt,
        job.Request.Duration,
        job.Request.AspectRatio,
        job.Request.Image?.Url,
        job.Provider,
        job.Model,
        job.Mode?.ToString().ToLowerInvariant(),
        job.Trace.Count,
        job.Adapted,
        TaskOutput.Of(job, origin),
        MultiModelJson.ErrorOf(job),
        job.CreatedAt,
        job.UpdatedAt,
        job.CompletedAt);
}

/// <summary>How many tasks are in which state.</summary>
/// <param name="Delayed">Those that wait until somebody says whether the provider took them.</param>
public sealed record QueueCounts(int Waiting, int Active, int Completed, int Failed, int Delayed)
{
    public static QueueCounts Of(IReadOnlyDictionary<JobStatus, int> counts) => new(
        counts.GetValueOrDefault(JobStatus.Queued),
        counts.GetValueOrDefault(JobStatus.Running),
        counts.GetValueOrDefault(JobStatus.Completed),
        counts.GetValueOrDefault(JobStatus.Failed) + counts.GetValueOrDefault(JobStatus.Canceled),
        counts.GetValueOrDefault(JobStatus.SubmissionUnknown));
}
