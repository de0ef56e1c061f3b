using System.Text.Json;
using System.Text.Json.Serialization;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;
using VideoGen.Functions.Intake;

namespace VideoGen.Functions.Doors.Native;

/// <summary>The JSON of the native API: camelCase, times ISO 8601 in UTC, money in USD, absent is null and never missing.</summary>
public static class NativeJson
{
    private static readonly Dictionary<string, TaskKind> Kinds = new()
    {
        ["text-to-video"] = TaskKind.TextToVideo,
        ["image-to-video"] = TaskKind.ImageToVideo,
        ["video-to-video"] = TaskKind.VideoToVideo,
    };

    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JobRequest ReadStart(JsonFields fields)
    {
        var request = new JobRequest
        {
            Prompt = fields.Text("prompt"),
            Kind = fields.Word("kind", Kinds) ?? TaskKind.TextToVideo,
            NegativePrompt = fields.Text("negativePrompt"),
            Style = fields.Text("style"),
            Theme = fields.Text("theme"),
            Platform = fields.Text("platform"),
            ContentType = fields.Text("contentType"),
            Camera = fields.TextOrTexts("camera"),
            PreserveIdentity = fields.Flag("preserveIdentity"),
            EnhancePrompt = fields.Flag("enhancePrompt"),
            Format = fields.Text("format"),
            AspectRatio = fields.Text("aspectRatio"),
            Width = fields.Whole("width"),
            Height = fields.Whole("height"),
            Duration = fields.Whole("duration"),
            Fps = fields.Whole("fps"),
            Quality = fields.Text("quality"),
            Fit = fields.Text("fit"),
            Seed = fields.LargeWhole("seed"),
            Count = fields.Whole("count") ?? 1,
            PersonGeneration = fields.Text("personGeneration"),
            Image = fields.Nested("image", ReadSource),
            Video = fields.Nested("video", ReadSource),
            References = fields.NestedList("references", ReadSource),
            Audio = fields.FlagOrNone("audio"),
            Provider = fields.Text("provider"),
            Model = fields.Text("model"),
            Prefer = fields.Text("prefer"),
            Simulation = fields.Text("simulation"),
            MaxCost = fields.Money("maxCost"),
            WebhookUrl = fields.Text("webhookUrl"),
            Tags = fields.Texts("tags"),
            Metadata = fields.Map("metadata"),
        };
        fields.End();
        return request;
    }

    public static ResolveRequest ReadResolve(JsonFields fields)
    {
        var request = new ResolveRequest(fields.Text("action"), fields.Text("taskId"), fields.Whole("index"));
        fields.End();
        return request;
    }

    public static IReadOnlyList<string> ReadTags(JsonFields fields)
    {
        var tags = fields.Texts("tags");
        fields.End();
        return tags;
    }

    public static Post ReadPost(JsonFields fields)
    {
        var post = new Post(fields.Text("id") ?? "", fields.Text("platform"), fields.Time("time"));
        fields.End();
        return post;
    }

    /// <param name="job">The job to answer.</param>
    /// <param name="origin">Scheme and host the caller used, to make its URLs whole.</param>
    /// <param name="management">The durable URLs, in the answer to a start.</param>
    public static JobAnswer Write(Job job, string origin, Management? management = null)
    {
        var request = job.Request;
        return new()
        {
            Id = job.Id,
            Status = job.Status,
            Stage = job.Stage,
            Progress = job.Progress,
            Message = job.Message,
            Mode = job.Mode,
            Prompt = request.Prompt,
            Kind = request.Kind,
            NegativePrompt = request.NegativePrompt,
            Style = request.Style,
            Theme = request.Theme,
            Platform = request.Platform,
            ContentType = request.ContentType,
            Camera = request.Move(),
            PreserveIdentity = request.PreserveIdentity,
            EnhancePrompt = request.EnhancePrompt,
            Format = request.Format,
            AspectRatio = request.AspectRatio,
            Width = request.Width,
            Height = request.Height,
            Duration = request.Duration,
            Fps = request.Fps,
            Quality = request.Quality,
            Fit = request.Fit,
            Seed = request.Seed,
            Count = request.Count,
            PersonGeneration = request.PersonGeneration,
            Image = request.Image,
            Video = request.Video,
            References = request.References,
            Audio = request.Audio,
            Prefer = request.Prefer,
            Simulation = request.Simulation,
            MaxCost = request.MaxCost,
            WebhookUrl = request.WebhookUrl,
            Tags = request.Tags,
            Group = request.Group,
            Metadata = request.Metadata,
            EnhancedPrompt = job.EnhancedPrompt,
            Provider = job.Provider,
            Model = job.Model,
            Adapted = job.Adapted,
            Videos = [.. job.Videos.Select(video => Write(video, $"{origin}/api/videos/{job.Id}"))],
            Trace = [.. job.Trace.Select(hop => new TraceAnswer(hop.At, hop.Provider, hop.Model, hop.Key, Words(hop.Verdict), hop.Detail, hop.Cost))],
            Cost = job.Cost,
            Timings = job.Timings,
            Error = job.Error,
            Post = job.Post,
            CreatedAt = job.CreatedAt,
            UpdatedAt = job.UpdatedAt,
            CompletedAt = job.CompletedAt,
            Management = management,
        };
    }

    private static VideoAnswer Write(Video video, string url)
    {
        var query = video.Index == 0 ? "" : $"?index={video.Index}";
        return new(
            video.Index,
            video.Status,
            video.IsStored ? $"{url}/content{query}" : null,
            video.Thumbnail == "available" ? $"{url}/thumbnail{query}" : null,
            video.Thumbnail,
            video.SizeBytes,
            video.Sha256,
            video.Width,
            video.Height,
            video.DurationSeconds,
            video.Fps,
            video.Codec,
            video.Condition,
            video.Hdr,
            video.Rotation,
            video.Provider,
            video.Model,
            video.Simulated,
            video.ExpiresAt);
    }

    private static MediaSource ReadSource(JsonFields fields) => new(fields.Text("url"), fields.Text("uploadId"), fields.Text("base64"));

    // CreditsExhausted -> credits_exhausted
    private static string Words(VerdictKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}

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
