using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Doors.Veo;

/// <summary>The body that the Veo video API promises to <c>WEBHOOK_URL_VIDEO</c> when a job is completed.</summary>
public sealed class VeoCompletion(IOptions<PublicOptions> address, IHostEnvironment environment)
{
    public string Write(Job job)
    {
        var videos = VeoVideo.AllOf(job, address.Value.Origin);
        var at = VeoJson.Iso(job.CompletedAt ?? job.UpdatedAt);
        var data = new VeoCompleted(job.Id, "completed", videos, VeoMetadata.Of(job), at, Success: true, videos.Count, job.Request.Prompt);
        return JsonSerializer.Serialize(
            new VeoMessage(job.Id, "completed", "video", at, HasData: true, data, environment.EnvironmentName.ToLowerInvariant()), VeoJson.Options);
    }

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
