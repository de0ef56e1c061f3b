using VideoGen.Domain.Catalog;
using VideoGen.Domain.Media;
using VideoGen.Domain.Prompts;

namespace VideoGen.Domain.Jobs;

/// <summary>What a request must keep. Finds every fault at once, each named by its field.</summary>
public static class JobRules
{
    /// <summary>In UTF-16 units, as the providers count.</summary>
    public const int PromptLimit = 1000;

    public const int MinDuration = 2;

    /// <summary>An advertisement may be so long; a model that makes no more than 10 s makes those, and the job says so.</summary>
    public const int MaxDuration = 15;

    public const int MaxInputDuration = 30;
    public const int MaxCount = 4;
    public const int MaxReferences = 4;
    public const int MaxTags = 20;
    public const long MaxSeed = uint.MaxValue;

    private static readonly string[] Qualities = ["low", "medium", "high"];
    private static readonly string[] Wishes = ["cost", "quality", "speed"];
    private static readonly string[] PersonRules = ["allow_all", "allow_adult", "dont_allow"];
    private static readonly string[] SimulationModes = [SimulationMode.Auto, SimulationMode.Never, SimulationMode.Always];

    /// <param name="request">As asked.</param>
    /// <param name="catalog">The models there are.</param>
    /// <param name="today">A model retired by then is refused.</param>
    public static IReadOnlyList<FieldError> Check(JobRequest request, ModelCatalog catalog, DateOnly today) =>
    [
        .. Check(new PromptParts(request.Prompt ?? "", request.Style, request.Theme, request.Platform, request.ContentType)),
        .. Text("negativePrompt", request.NegativePrompt, PromptLimit),
        .. Camera(request.Camera),
        .. Shape(request),
        .. Between("duration", request.Duration, MinDuration, request.Kind == TaskKind.VideoToVideo ? MaxInputDuration : MaxDuration, " seconds"),
        .. Between("fps", request.Fps, 1, 60, ""),
        .. OneOf("quality", request.Quality, Qualities),
        .. OneOf("fit", request.Fit, Fit.All),
        .. Between("seed", request.Seed, 0, MaxSeed, ""),
        .. Between("count", request.Count, 1, MaxCount, ""),
        .. OneOf("personGeneration", request.PersonGeneration, PersonRules),
        .. Inputs(request),
        .. When(request.Provider is { } provider && catalog.FindProvider(provider) is null, "provider", NotKnown(request.Provider, catalog.Providers)),
        .. ModelFaults(request, catalog, today),
        .. OneOf("prefer", request.Prefer, Wishes),
        .. OneOf("simulation", request.Simulation, SimulationModes),
        .. When(request.MaxCost < 0, "maxCost", "must not be negative."),
        .. When(request.WebhookUrl is { } url && !IsWebAddress(url), "webhookUrl", "must be an https address of at most 2048 characters."),
        .. Labels(request),
    ];

    /// <summary>The part of the rules that is about words alone.</summary>
    public static IReadOnlyList<FieldError> Check(PromptParts parts) =>
    [
        .. Prompt(parts.Prompt),
        .. OneOf("style", parts.Style, Styles.All.Select(style => style.Name)),
        .. OneOf("theme", parts.Theme, Themes.All.Select(theme => theme.Name)),
        .. OneOf("platform", parts.Platform, Platforms.All.Select(platform => platform.Name)),
        .. Text("contentType", parts.ContentType, 100),
    ];

    public static IReadOnlyList<FieldError> CheckTags(IReadOnlyList<string> tags) =>
    [
        .. When(tags.Count > MaxTags, "tags", $"has {tags.Count} entries, at most {MaxTags} are allowed."),
        .. tags.SelectMany((tag, i) => When(tag.Length is 0 or > 50, $"tags[{i}]", "must have 1 to 50 characters.")),
        .. tags.SelectMany((tag, i) => Text($"tags[{i}]", tag, int.MaxValue)),
    ];

    private static IEnumerable<FieldError> Prompt(string prompt) =>
        string.IsNullOrWhiteSpace(prompt) ? [new("prompt", "is required.")] : Text("prompt", prompt, PromptLimit);

    private static IEnumerable<FieldError> Text(string field, string? text, int limit) =>
        text is null ? []
        : text.Length > limit ? [new(field, $"has {text.Length} characters, at most {limit} are allowed.")]
        : When(text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')), field, "contains control characters.");

    private static IEnumerable<FieldError> Camera(IReadOnlyList<string> moves)
    {
        var names = Cameras.All.Select(camera => camera.Name);
        return moves.Count > 1
            ? [new("camera", $"takes one move per video, not {moves.Count}: {string.Join(", ", moves)}.")]
            : moves.SelectMany(move => Cameras.Find(move) is null ? OneOf("camera", move, names) : []);
    }

    private static IEnumerable<FieldError> Shape(JobRequest request)
    {
        var bySize = request.Width is not null || request.Height is not null;
        var ways = new[] { request.Format is not null, request.AspectRatio is not null, bySize }.Count(given => given);
        return
        [
            .. OneOf("format", request.Format, Shapes.Formats),
            .. When(request.AspectRatio is { } aspect && Shapes.SizeOf(aspect) is null, "aspectRatio",
                "must be like 16:9, and not narrower than 1:4 or wider than 4:1."),
            .. When(bySize && request.Width is null, "width", "is needed together with height."),
            .. When(bySize && request.Height is null, "height", "is needed together with width."),
            .. Between("width", request.Width, 64, 4096, " pixels"),
            .. Between("height", request.Height, 64, 4096, " pixels"),
            .. When(request.Fit is not null && ways == 0, "fit", "goes with format, aspectRatio, or width and height."),
            .. When(ways > 1, request.AspectRatio is null ? "width" : "aspectRatio",
                "names the shape a second time: give format, aspectRatio, or width with height."),
        ];
    }

    private static IEnumerable<FieldError> Inputs(JobRequest request) =>
    [
        .. When(request.Kind == TaskKind.TextToImage, "kind", "must be text-to-video, image-to-video or video-to-video."),
        .. When(request.Kind == TaskKind.ImageToVideo && request.Image is null, "image", "is required for image-to-video."),
        .. When(request.Kind != TaskKind.ImageToVideo && request.Image is not null, "image", "goes with kind image-to-video only."),
        .. When(request.Kind == TaskKind.VideoToVideo && request.Video is null, "video", "is required for video-to-video."),
        .. When(request.Kind != TaskKind.VideoToVideo && request.Video is not null, "video", "goes with kind video-to-video only."),
        .. Source("image", request.Image),
        .. Source("video", request.Video),
        .. When(
            request.References.Count > MaxReferences, "references", $"has {request.References.Count} entries, at most {MaxReferences} are allowed."),
        .. request.References.SelectMany((reference, i) => Source($"references[{i}]", reference)),
    ];

    private static IEnumerable<FieldError> Source(string field, MediaSource? source)
    {
        if (source is null) return [];

        var given = new[] { source.Url, source.UploadId, source.Base64 }.Count(way => way is not null);
        return
        [
            .. When(given != 1, field, "takes exactly one of url, uploadId and base64."),
            .. When(source.Url is { } url && !IsWebAddress(url), $"{field}.url", "must be an https address of at most 2048 characters."),
        ];
    }

    private static IEnumerable<FieldError> ModelFaults(JobRequest request, ModelCatalog catalog, DateOnly today)
    {
        if (request.Model is not { } name) return [];
        if (catalog.Find(name) is not { } model)
        {
            return [new("model", NotKnown(name, catalog.All.Where(known => known.MakesVideos && !known.IsRetired(today)).Select(known => known.Name)))];
        }

        return
        [
            .. When(model.IsRetired(today), "model",
                $"{model.Name} was retired by its provider on {model.RetiresOn:yyyy-MM-dd}{(model.Successor is null ? "." : $"; ask for {model.Successor}.")}"),
            .. When(!model.MakesVideos, "model", $"{model.Name} makes no videos."),
            .. When(
                catalog.FindProvider(request.Provider) is { } asked && asked != model.Provider,
                "model", $"{model.Name} belongs to {model.Provider}, not to {request.Provider}."),
        ];
    }

    private static IEnumerable<FieldError> Labels(JobRequest request) =>
    [
        .. CheckTags(request.Tags),
        .. When(request.Metadata.Count > 20, "metadata", $"has {request.Metadata.Count} entries, at most 20 are allowed."),
        .. request.Metadata.SelectMany(entry => When(
            entry.Key.Length is 0 or > 50 || entry.Value.Length > 500, $"metadata.{Short(entry.Key)}", "must have a name of 1 to 50 and a value of at most 500 characters.")),
    ];

    private static IEnumerable<FieldError> OneOf(string field, string? value, IEnumerable<string> known) =>
        value is null || known.Contains(value) ? [] : [new(field, NotKnown(value, known))];

    private static string NotKnown(string? value, IEnumerable<string> known) => $"is not known: '{Short(value ?? "")}'. Known are {string.Join(", ", known)}.";

    private static IEnumerable<FieldError> Between(string field, long? value, long least, long most, string unit) =>
        When(value < least || value > most, field, $"is {value}, it must be between {least} and {most}{unit}.");

    private static IEnumerable<FieldError> When(bool wrong, string field, string message) => wrong ? [new(field, message)] : [];

    // Which of them may be fetched is the guard's to say, who knows the settings.
    private static bool IsWebAddress(string url) =>
        url.Length <= 2048 && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.UserInfo.Length == 0;

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
