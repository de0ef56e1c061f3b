using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;
using VideoGen.Functions.Settings;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Doors.Studio;

/// <summary>A video's record.</summary>
/// <param name="RunwayTaskId">The job's id too: a job may have several tasks, at Runway or elsewhere, and this is the one that finds it.</param>
/// <param name="LocalPath">Its name in the store; null until it is there.</param>
public sealed record StudioVideo(
    JobId Id,
    string UserId,
    JobId RunwayTaskId,
    string Status,
    int Progress,
    string? Prompt,
    string? EnhancedPrompt,
    string GenerationType,
    string? Style,
    string? Format,
    int? Duration,
    int? Fps,
    int? Width,
    int? Height,
    long? Seed,
    string? Platform,
    string? ContentType,
    string? VideoUrl,
    string? ThumbnailUrl,
    string? LocalPath,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static StudioVideo Of(Job job, string origin)
    {
        var request = job.Request;
        var video = job.Videos.FirstOrDefault(made => made.IsStored);
        return new(
            job.Id,
            StudioJson.UserOf(job),
            job.Id,
            StudioJson.StatusOf(job),
            job.Progress,
            request.Prompt,
            job.EnhancedPrompt,
            request.Kind switch { TaskKind.ImageToVideo => "image-to-video", TaskKind.VideoToVideo => "video-to-video", _ => "text-to-video" },
            request.Style,
            request.Format,
            request.Duration,
            request.Fps,
            request.Width,
            request.Height,
            request.Seed,
            request.Platform,
            request.ContentType,
            video?.ContentUrl(job.Id, origin),
            video?.ThumbnailUrl(job.Id, origin),
            video is null ? null : VideoBlobs.VideoName(job.User, job.Id, video.Index),
            StudioJson.ErrorOf(job),
            job.CreatedAt,
            job.UpdatedAt);
    }
}

/// <summary>A scheduled post.</summary>
public sealed record StudioPost(string Id, string? Platform, DateTimeOffset? ScheduledAt)
{
    public static StudioPost? Of(Post? post) => post is null ? null : new(post.Id, post.Platform, post.Time);
}

public sealed record VideoEnvelope(bool Success, StudioVideo Video);

public sealed record AssociationAnswer(bool Success, StudioVideo Video, StudioPost? Post);

/// <summary>A page of records, newest first; <paramref name="Next"/> is given as <c>after</c> to go on.</summary>
public sealed record VideosAnswer(bool Success, IReadOnlyList<StudioVideo> Videos, string? Next);

/// <summary>A style's record.</summary>
public sealed record StudioStyle(
    string Name,
    string DisplayName,
    string Description,
    string Category,
    string PromptTemplate,
    IReadOnlyList<string> Keywords,
    int DefaultDuration,
    int DefaultFps,
    int DefaultWidth,
    int DefaultHeight)
{
    public static StudioStyle Of(Style style) => new(
        style.Name,
        style.DisplayName,
        style.Description,
        style.Category,
        style.Template,
        style.Keywords,
        style.DefaultDuration,
        style.DefaultFps,
        style.Width,
        style.Height);
}

/// <summary>A prompt template's record.</summary>
public sealed record StudioTemplate(
    string Name, string DisplayName, string Description, string Category, string BasePrompt, string Style, StudioDefaults Defaults)
{
    public static StudioTemplate Of(PromptTemplate template)
    {
        var platform = Platforms.Find(template.Platform)!;
        var size = DeliveryWish.FullSizeOf(platform.Format);
        return new(
            template.Name,
            template.DisplayName,
            template.Description,
            template.ContentType,
            template.BasePrompt,
            template.Style,
            new(template.Platform, template.ContentType, platform.Format, platform.DefaultDuration, platform.DefaultFps, size.Width, size.Height));
    }
}

/// <summary>What goes with a prompt template into a start.</summary>
public sealed record StudioDefaults(string Platform, string ContentType, string Format, int Duration, int Fps, int Width, int Height);

public sealed record StylesAnswer(bool Success, IReadOnlyList<StudioStyle> Styles);

public sealed record TemplatesAnswer(bool Success, IReadOnlyList<StudioTemplate> Templates);
