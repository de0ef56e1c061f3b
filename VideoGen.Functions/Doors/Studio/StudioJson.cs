using System.Text.Json;
using VideoGen.Domain;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Doors.Studio;

/// <summary>The JSON of the content studio: camelCase records. What a client sends beyond the fields known here is passed over.</summary>
public static class StudioJson
{
    private const string UserId = "userId";
    private const int LeastFps = 24;
    private const int MostFps = 30;

    private static readonly Dictionary<string, TaskKind> Kinds = new()
    {
        ["text-to-video"] = TaskKind.TextToVideo,
        ["image-to-video"] = TaskKind.ImageToVideo,
        ["video-to-video"] = TaskKind.VideoToVideo,
    };

    private static readonly Dictionary<string, string> Names = new()
    {
        ["kind"] = "generationType",
        ["image"] = "imageUrl",
        ["image.url"] = "imageUrl",
        ["image.uploadId"] = "uploadId",
        ["video"] = "videoUrl",
        ["video.url"] = "videoUrl",
        ["video.uploadId"] = "uploadId",
    };

    // The three codes its clients know; a few of ours that they may as well read as they are.
    private static readonly Dictionary<ErrorKind, string> Codes = new()
    {
        [Errors.QuotaIsExceeded] = Errors.LimitIsExceeded.Code,
        [Errors.PointsAreMissing] = Errors.LimitIsExceeded.Code,
        [Errors.CreditsAreExhausted] = Errors.LimitIsExceeded.Code,
        [Errors.ContentIsRejected] = Errors.PromptIsInvalid.Code,
        [Errors.GenerationTimedOut] = Errors.GenerationFailed.Code,
        [Errors.IsInternal] = Errors.GenerationFailed.Code,
    };

    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Encoder = StoreJson.Options.Encoder };

    public static JobRequest ReadStart(JsonFields fields, Caller caller)
    {
        var kind = fields.Word("generationType", Kinds) ?? TaskKind.TextToVideo;
        var platform = fields.Text("platform");
        var format = fields.Text("format");
        var (width, height) = (fields.Whole("width"), fields.Whole("height"));
        var upload = fields.Text("uploadId");
        var (image, video) = (fields.Text("imageUrl"), fields.Text("videoUrl"));
        var fps = fields.Whole("fps");
        var user = CheckUser(caller, fields.Text(UserId));
        var request = new JobRequest
        {
            Prompt = fields.Text("prompt"),
            Kind = kind,
            Style = fields.Text("style"),
            Platform = platform,
            ContentType = fields.Text("contentType"),
            Duration = fields.Whole("duration"),
            Fps = fps,
            Seed = fields.LargeWhole("seed"),
            EnhancePrompt = fields.Flag("enhancePrompt"),
            Image = kind == TaskKind.ImageToVideo ? Source(image, upload) : null,
            Video = kind == TaskKind.VideoToVideo ? Source(video, upload) : null,
            Metadata = user is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [UserId] = user },
        };
        fields.EndLeniently();
        if (fps is < LeastFps or > MostFps) throw Errors.InvalidRequest("fps", $"is {fps}, it must be between {LeastFps} and {MostFps}.");

        return Sized(request, format ?? Platforms.Find(platform)?.Format, width, height);
    }

    public static (string? VideoId, Post? Post) ReadAssociation(JsonFields fields, Caller caller)
    {
        _ = CheckUser(caller, fields.Text(UserId));
        var id = fields.Text("videoId");
        var (post, platform, at) = (fields.Text("postId"), fields.Text("platform"), fields.Time("scheduledAt"));
        fields.EndLeniently();
        return (id ?? throw Errors.InvalidRequest("videoId", "is required."), post is null ? null : new(post, platform, at));
    }

    public static string? ReadVideoId(JsonFields fields, Caller caller)
    {
        _ = CheckUser(caller, fields.Text(UserId));
        var id = fields.Text("videoId");
        fields.EndLeniently();
        return id;
    }

    /// <summary>Whoever is known may speak for themselves alone; where nobody is, the name is only noted.</summary>
    /// <returns>What is to be noted.</returns>
    /// <exception cref="ProblemException">It is another's.</exception>
    public static string? CheckUser(Caller caller, string? user) =>
        caller.User == Caller.Anonymous.User ? user
        : user is null || user == caller.User ? null
        : throw new ProblemException(Errors.IsForbidden, "userId must be your own.", [new(UserId, "must be your own.")]);

    /// <summary>What the videos of a user who was only noted are found by; null where the caller is the user, or none is named.</summary>
    /// <exception cref="ProblemException">It is another's.</exception>
    public static KeyValuePair<string, string>? NoteOf(Caller caller, string? user) => CheckUser(caller, user) is { } noted ? new(UserId, noted) : null;

    public static string StatusOf(Job job) => job.Status switch
    {
        JobStatus.Queued => "PENDING",
        JobStatus.Completed => "COMPLETED",
        JobStatus.Failed or JobStatus.Canceled => "FAILED",
        _ => "PROCESSING",
    };

    /// <summary>The job's words for one of this door; null for none.</summary>
    /// <exception cref="ProblemException">There is no such word.</exception>
    public static IReadOnlyList<string>? StatusesFrom(string? word) => word switch
    {
        null => null,
        "PENDING" => ["queued"],
        "PROCESSING" => ["running", "submission_unknown"],
        "COMPLETED" => ["completed"],
        "FAILED" => ["failed", "canceled"],
        _ => throw Errors.InvalidRequest("status", "must be PENDING, PROCESSING, COMPLETED or FAILED."),
    };

    /// <summary>Null unless it failed. A video called off is a failed one to clients that know no other end.</summary>
    public static string? ErrorOf(Job job) => job.Status is JobStatus.Failed or JobStatus.Canceled ? job.Error?.Message ?? job.Message : null;

    /// <summary>Of whom the record says it is.</summary>
    public static string UserOf(Job job) => job.User == Caller.Anonymous.User ? job.Request.Metadata.GetValueOrDefault(UserId, job.User) : job.User;

    public static object WriteProblem(ProblemException problem) =>
        PlainProblem.Of(DoorProblems.InWordsOf(problem, Names), Codes.GetValueOrDefault(problem.Kind));

    // A size says more than a format, and its clients send both. A format alone means its full size.
    private static JobRequest Sized(JobRequest request, string? format, int? width, int? height)
    {
        if (width is not null || height is not null) return request with { Width = width, Height = height };
        if (format is null || !Shapes.IsFormat(format)) return request with { Format = format };

        var full = DeliveryWish.FullSizeOf(format);
        return request with { Width = full.Width, Height = full.Height };
    }

    private static MediaSource? Source(string? url, string? upload) => url is null && upload is null ? null : new(url, upload);
}
