using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using VideoGen.Domain;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Doors.OpenAi;

/// <summary>The JSON of the OpenAI Videos API: snake_case, unix seconds, and <c>seconds</c> and <c>size</c> as texts. What a client sends beyond the fields known here is passed over.</summary>
public static class OpenAiJson
{
    private const string Prefix = "video_";
    private const string AskedModel = "askedModel";
    private const string DefaultModel = "sora-2";
    private const string DefaultSeconds = "4";
    private const string DefaultSize = "720x1280";

    // The models this API was made for are gone; what was wanted of them is left to the planner.
    private static readonly Dictionary<string, string?> Wishes = new() { [DefaultModel] = null, ["sora-2-pro"] = "quality" };

    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = StoreJson.Options.Encoder,
    };

    /// <param name="fields">Of the JSON, or of the form.</param>
    /// <param name="upload">The file that came in the form; null for none.</param>
    /// <exception cref="ProblemException">With the faults found.</exception>
    public static JobRequest ReadStart(JsonFields fields, string? upload)
    {
        var prompt = fields.Text("prompt");
        var model = fields.Text("model") is { Length: > 0 } name ? name : DefaultModel;
        var seconds = fields.TextOrWhole("seconds") ?? DefaultSeconds;
        var size = fields.Text("size") ?? DefaultSize;
        var image = fields.Nested("input_reference", ReadReference) ?? (upload is null ? null : new(UploadId: upload));
        fields.EndLeniently();

        var (width, height) = SizeOf(size);
        var isGone = Wishes.TryGetValue(model, out var wish);
        return new()
        {
            Prompt = prompt,
            Kind = image is null ? TaskKind.TextToVideo : TaskKind.ImageToVideo,
            Image = image,
            Duration = Whole(seconds) ?? throw Errors.InvalidRequest("seconds", "must be a whole number, such as \"4\"."),
            Width = width,
            Height = height,
            Model = isGone ? null : model,
            Prefer = wish,
            Metadata = new Dictionary<string, string> { [AskedModel] = model[..Math.Min(model.Length, 100)] },
        };
    }

    /// <exception cref="ProblemException">There is no prompt.</exception>
    public static string ReadRemix(JsonFields fields)
    {
        var prompt = fields.Text("prompt");
        fields.EndLeniently();
        return prompt ?? throw Errors.InvalidRequest("prompt", "is required.");
    }

    /// <summary>Every job has an id here; the bare one, as other doors tell it, is understood too.</summary>
    public static string IdOf(string job) => Prefix + job;

    public static string JobIdOf(string id) => id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : id;

    public static string StatusOf(Job job) => job.Status switch
    {
        JobStatus.Queued => "queued",
        JobStatus.Completed => "completed",
        JobStatus.Failed or JobStatus.Canceled => "failed",
        _ => "in_progress",
    };

    public static string ModelOf(Job job) => job.Request.Metadata.GetValueOrDefault(AskedModel) ?? job.Model ?? DefaultModel;

    private static MediaSource ReadReference(JsonFields fields)
    {
        var (url, file) = (fields.Text("image_url"), fields.Text("file_id"));
        return url?.StartsWith("data:", StringComparison.OrdinalIgnoreCase) == true ? new(UploadId: file, Base64: url) : new(url, file);
    }

    private static (int Width, int Height) SizeOf(string size) =>
        size.Split('x') is [var width, var height] && Whole(width) is { } w && Whole(height) is { } h
            ? (w, h)
            : throw Errors.InvalidRequest("size", "must be like 1280x720.");

    private static int? Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A video as this API shows it.</summary>
/// <param name="GeneratedBy">Ours: who made it in truth, and whether it is a simulation.</param>
public sealed record OpenAiVideo(
    string Id,
    [property: JsonPropertyName("object")] string Type,
    string Status,
    int Progress,
    long CreatedAt,
    long? CompletedAt,
    long? ExpiresAt,
    OpenAiVideoError? Error,
    string Model,
    string? Prompt,
    string? Seconds,
    string? Size,
    string? RemixedFromVideoId,
    OpenAiMaker GeneratedBy)
{
    public static OpenAiVideo Of(Job job)
    {
        var (request, made) = (job.Request, job.Videos.FirstOrDefault(video => video.IsStored));
        var (width, height) = (made?.Width ?? request.Width, made?.Height ?? request.Height);
        return new(
            OpenAiJson.IdOf(job.Id.Value),
            "video",
            OpenAiJson.StatusOf(job),
            job.Progress,
            job.CreatedAt.ToUnixTimeSeconds(),
            job.CompletedAt?.ToUnixTimeSeconds(),
            made?.ExpiresAt?.ToUnixTimeSeconds(),
            OpenAiVideoError.Of(job),
            OpenAiJson.ModelOf(job),
            request.Prompt,
            request.Duration?.ToString(CultureInfo.InvariantCulture),
            width is null ? null : string.Create(CultureInfo.InvariantCulture, $"{width}x{height}"),
            request.RemixedFrom is { } first ? OpenAiJson.IdOf(first) : null,
            new(job.Provider, job.Model, job.Mode?.ToString().ToLowerInvariant()));
    }
}

/// <summary>Why a video failed. One called off is a failed one to clients that know no other end.</summary>
public sealed record OpenAiVideoError(string Code, string Message)
{
    public static OpenAiVideoError? Of(Job job) =>
        job.Error is { } error && job.Status == JobStatus.Failed ? new(OpenAiProblem.CodeOf(error.Code), error.Message)
        : job.Status is JobStatus.Failed or JobStatus.Canceled ? new(job.Status.ToString().ToLowerInvariant(), job.Message)
        : null;
}

/// <summary>Who makes a video.</summary>
public sealed record OpenAiMaker(string? Provider, string? Model, string? Mode);

/// <summary>A page of videos.</summary>
public sealed record OpenAiList([property: JsonPropertyName("object")] string Type, IReadOnlyList<OpenAiVideo> Data, string? FirstId, string? LastId, bool HasMore)
{
    public static OpenAiList Of(IReadOnlyList<Job> jobs, bool hasMore) => jobs.Select(OpenAiVideo.Of).ToList() is { Count: > 0 } videos
        ? new("list", videos, videos[0].Id, videos[^1].Id, hasMore)
        : new("list", [], null, null, hasMore);
}

/// <summary>A video that is no more.</summary>
public sealed record OpenAiDeleted(string Id, [property: JsonPropertyName("object")] string Type, bool Deleted);
