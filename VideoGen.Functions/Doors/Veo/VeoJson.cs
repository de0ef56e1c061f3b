using System.Globalization;
using System.Text.Json;
using VideoGen.Domain;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Settings;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Doors.Veo;

/// <summary>The JSON of the Veo video API: snake_case, times ISO 8601 in UTC. What a client sends beyond the fields known here is passed over.</summary>
public static class VeoJson
{
    private const int ShortestSeconds = 5;
    private const int LongestSeconds = 8;

    private static readonly Dictionary<string, string> PersonRules = new() { ["ALLOW_ALL"] = "allow_all", ["DENY_ALL"] = "dont_allow" };

    // What a field of a job is called here.
    private static readonly Dictionary<string, string> Names = new()
    {
        ["aspectRatio"] = "aspect_ratio",
        ["count"] = "number_of_videos",
        ["duration"] = "duration_seconds",
        ["personGeneration"] = "person_generation",
        ["image"] = "input_image_base64",
        ["image.base64"] = "input_image_base64",
    };

    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = StoreJson.Options.Encoder,
    };

    public static JobRequest ReadStart(JsonFields fields)
    {
        var image = fields.Text("input_image_base64");
        var seconds = fields.Whole("duration_seconds") ?? LongestSeconds;
        var person = fields.Text("person_generation");
        _ = fields.Flag("save_to_cloud");
        var request = new JobRequest
        {
            Prompt = fields.Text("prompt"),
            Kind = image is null ? TaskKind.TextToVideo : TaskKind.ImageToVideo,
            AspectRatio = fields.Text("aspect_ratio") ?? Shapes.DefaultAspect,
            Count = fields.Whole("number_of_videos") ?? 1,
            Duration = seconds,
            PersonGeneration = person is null ? null : PersonRules.GetValueOrDefault(person, person),
            Image = image is null ? null : new(Base64: image),
            // Whatever the catalog holds for Veo now; the models this API was made for are gone.
            Model = "veo",
        };
        fields.EndLeniently();
        List<FieldError> faults =
        [
            .. Known("duration_seconds", seconds is >= ShortestSeconds and <= LongestSeconds, $"is {seconds}, it must be between {ShortestSeconds} and {LongestSeconds} seconds."),
            .. Known("person_generation", person is null || PersonRules.ContainsKey(person), $"must be {string.Join(" or ", PersonRules.Keys)}."),
        ];
        return faults.Count == 0 ? request : throw Errors.InvalidRequest(faults);
    }

    public static string StatusOf(Job job) => job switch
    {
        { Status: JobStatus.Completed } => "completed",
        { Status: JobStatus.Failed or JobStatus.Canceled } => "failed",
        { Status: JobStatus.Queued } => "pending",
        { Stage: Stage.Downloading or Stage.Transcoding or Stage.Thumbnail or Stage.Done } => "downloading",
        { Stage: Stage.FirstFrame or Stage.Generating } => "generating",
        _ => "processing",
    };

    /// <summary>Null unless it failed. A job called off is a failed one to clients that know no other end.</summary>
    public static string? ErrorOf(Job job) => job.Status is JobStatus.Failed or JobStatus.Canceled ? job.Error?.Message ?? job.Message : null;

    /// <summary><c>detail</c> is always a sentence, so that a client may show it.</summary>
    public static object WriteProblem(ProblemException problem)
    {
        var known = DoorProblems.InWordsOf(problem, Names);
        return new { detail = known.Message, error = new { code = known.Kind.Code, message = known.Message } };
    }

    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>Where the first in line departs from what was asked, in the words of this API.</summary>
    public static string AdaptedOf(Job job)
    {
        var told = job.Adapted.Where(adapted => Names.ContainsKey(adapted.Field) && adapted.Asked != adapted.Used)
            .Select(adapted => $"{Names[adapted.Field]} {adapted.Asked} -> {adapted.Used}");
        return string.Join("; ", told) is { Length: > 0 } text ? $" Adapted: {text}." : "";
    }

    private static IEnumerable<FieldError> Known(string field, bool right, string message) => right ? [] : [new(field, message)];
}

/// <summary>The answer to a start.</summary>
public sealed record VeoStarted(JobId JobId, string Status, string Message, string CreatedAt, string EstimatedDuration)
{
    public static VeoStarted Of(Job job) =>
        new(job.Id, "pending", $"Video generation started.{VeoJson.AdaptedOf(job)}", VeoJson.Iso(job.CreatedAt), "10-120 seconds");
}

/// <summary>Where a job stands.</summary>
public sealed record VeoStatus(
    JobId JobId,
    string Status,
    string Message,
    int Progress,
    IReadOnlyList<VeoVideo> Videos,
    VeoMetadata? GenerationMetadata,
    string? Error,
    string CreatedAt,
    string UpdatedAt,
    string? CompletedAt)
{
    public static VeoStatus Of(Job job, string origin)
    {
        var result = VeoResult.Of(job, origin);
        return new(
            job.Id, result.Status, result.Message, result.Progress, result.Videos, result.GenerationMetadata, result.Error, result.CreatedAt,
            VeoJson.Iso(job.UpdatedAt), result.CompletedAt);
    }
}

/// <summary>What a job came to: as its status, without the time of the last change.</summary>
public sealed record VeoResult(
    JobId JobId,
    string Status,
    string Message,
    int Progress,
    IReadOnlyList<VeoVideo> Videos,
    VeoMetadata? GenerationMetadata,
    string? Error,
    string CreatedAt,
    string? CompletedAt)
{
    public static VeoResult Of(Job job, string origin) => new(
        job.Id,
        VeoJson.StatusOf(job),
        job.Message,
        job.Progress,
        VeoVideo.AllOf(job, origin),
        job.Status == JobStatus.Completed ? VeoMetadata.Of(job) : null,
        VeoJson.ErrorOf(job),
        VeoJson.Iso(job.CreatedAt),
        job.CompletedAt is { } at ? VeoJson.Iso(at) : null);
}

/// <summary>One file of a result.</summary>
public sealed record VeoVideo(
    string Filename,
    string FilePath,
    string? FileUrl,
    long? FileSize,
    string Format,
    double? DurationSeconds,
    string? AspectRatio,
    VeoDimensions Dimensions,
    string CreatedAt,
    string? RemoteUri)
{
    public static IReadOnlyList<VeoVideo> AllOf(Job job, string origin) => [.. job.Videos.Where(video => video.IsStored).Select(video => Of(job, video, origin))];

    // There is no remote copy: the file is in our store, saved in the cloud or not asked to be.
    private static VeoVideo Of(Job job, Video video, string origin)
    {
        var name = VideoBlobs.VideoName(job.User, job.Id, video.Index);
        return new(
            Path.GetFileName(name),
            name,
            video.ContentUrl(job.Id, origin),
            video.SizeBytes,
            "mp4",
            video.DurationSeconds,
            VeoConfig.AspectOf(video) ?? job.Request.AspectRatio,
            new(video.Width, video.Height),
            VeoJson.Iso(job.CompletedAt ?? job.UpdatedAt),
            RemoteUri: null);
    }
}

public sealed record VeoDimensions(int? Width, int? Height);

/// <summary>How a result was made; times in seconds.</summary>
public sealed record VeoMetadata(
    string? ModelName,
    string? ModelVersion,
    double? ProcessingTime,
    double? GenerationTime,
    double? DownloadTime,
    string? PromptUsed,
    int NumVideosRequested,
    int NumVideosGenerated,
    VeoConfig ConfigUsed)
{
    public static VeoMetadata Of(Job job) => new(
        job.Provider,
        job.Model,
        job.Timings.Total,
        job.Timings.Generate,
        job.Timings.Download,
        job.EnhancedPrompt ?? job.Request.Prompt,
        job.Request.Count,
        job.Videos.Count(video => video.IsStored),
        VeoConfig.Of(job));
}

/// <summary>With what a result was made: where that is not what was asked for, <c>message</c> said so at the start.</summary>
public sealed record VeoConfig(string? AspectRatio, int? DurationSeconds, string? PersonGeneration)
{
    public static VeoConfig Of(Job job) => new(
        job.Videos.Where(video => video.IsStored).Select(AspectOf).FirstOrDefault(aspect => aspect is not null) ?? job.Request.AspectRatio,
        job.Adapted.FirstOrDefault(adapted => adapted.Field == "duration") is { } adapted && int.TryParse(adapted.Used, CultureInfo.InvariantCulture, out var used)
            ? used
            : job.Request.Duration,
        job.Request.PersonGeneration switch { "allow_all" => "ALLOW_ALL", "dont_allow" => "DENY_ALL", var other => other?.ToUpperInvariant() });

    /// <summary>The shape of the picture, as <c>16:9</c>; null when it is not known.</summary>
    public static string? AspectOf(Video video)
    {
        if (video is not { Width: { } width and > 0, Height: { } height and > 0 }) return null;

        var (a, b) = (width, height);
        while (b != 0) (a, b) = (b, a % b);
        return $"{width / a}:{height / a}";
    }
}

public sealed record VeoHealth(string Status, bool VideoGenerationAvailable, IReadOnlyList<string> Features);
