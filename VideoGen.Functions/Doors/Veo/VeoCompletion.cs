using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Settings;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Doors.Veo;

/// <summary>The body that the Veo video API promises to <c>WEBHOOK_URL_VIDEO</c> when a job is completed.</summary>
public sealed class VeoCompletion(IOptions<PublicOptions> address, IHostEnvironment environment)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = StoreJson.Options.Encoder,
    };

    public string Write(Job job)
    {
        var videos = job.Videos.Where(video => video.IsStored).Select(video => Of(job, video)).ToList();
        var at = Iso(job.CompletedAt ?? job.UpdatedAt);
        var data = new VeoCompleted(job.Id, "completed", videos, VeoMetadata.Of(job), at, Success: true, videos.Count, job.Request.Prompt);
        return JsonSerializer.Serialize(
            new VeoMessage(job.Id, "completed", "video", at, HasData: true, data, environment.EnvironmentName.ToLowerInvariant()), Json);
    }

    private VeoVideo Of(Job job, Video video)
    {
        var name = VideoBlobs.VideoName(job.User, job.Id, video.Index);
        var query = video.Index == 0 ? "" : $"?index={video.Index}";
        return new(
            Path.GetFileName(name),
            name,
            $"{address.Value.Origin}/api/videos/{job.Id}/content{query}",
            video.SizeBytes,
            "mp4",
            video.DurationSeconds,
            job.Request.AspectRatio,
            new(video.Width, video.Height),
            Iso(job.CompletedAt ?? job.UpdatedAt),
            RemoteUri: null);
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private sealed record VeoMessage(
        JobId JobId, string Status, string ContentType, string Timestamp, bool HasData, VeoCompleted Data, string Environment);

    private sealed record VeoCompleted(
        JobId JobId,
        string Status,
        IReadOnlyList<VeoVideo> Videos,
        VeoMetadata Metadata,
        string GeneratedAt,
        bool Success,
        int NumVideos,
        string? Prompt);
}

/// <summary>One file of a result.</summary>
public sealed record VeoVideo(
    string Filename,
    string FilePath,
    string FileUrl,
    long? FileSize,
    string Format,
    double? DurationSeconds,
    string? AspectRatio,
    VeoDimensions Dimensions,
    string CreatedAt,
    string? RemoteUri);

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
        new(job.Request.AspectRatio, job.Request.Duration, job.Request.PersonGeneration?.ToUpperInvariant()));
}

/// <summary>With what a result was made.</summary>
public sealed record VeoConfig(string? AspectRatio, int? DurationSeconds, string? PersonGeneration);
