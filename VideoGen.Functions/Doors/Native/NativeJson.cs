using System.Text.Json;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Intake;
using VideoGen.Functions.Settings;

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
            Videos = [.. job.Videos.Select(video => Write(video, job.Id, origin))],
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

    private static VideoAnswer Write(Video video, JobId job, string origin) => new(
        video.Index,
        video.Status,
        video.ContentUrl(job, origin),
        video.ThumbnailUrl(job, origin),
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

    private static MediaSource ReadSource(JsonFields fields) => new(fields.Text("url"), fields.Text("uploadId"), fields.Text("base64"));

    // CreditsExhausted -> credits_exhausted
    private static string Words(VerdictKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
