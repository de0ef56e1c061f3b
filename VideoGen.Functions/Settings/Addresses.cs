using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Settings;

/// <summary>Where a job and its files are found at this service, whatever door the job came in by.</summary>
public static class Addresses
{
    /// <param name="job">Which one.</param>
    /// <param name="origin">What our URLs begin with, without a slash at the end.</param>
    public static string Url(this JobId job, string origin) => $"{origin}/api/videos/{job}";

    /// <summary>Null while there is no video.</summary>
    public static string? ContentUrl(this Video video, JobId job, string origin) => video.IsStored ? video.FileUrl(job, "content", origin) : null;

    /// <summary>Null while there is no thumbnail.</summary>
    public static string? ThumbnailUrl(this Video video, JobId job, string origin) => video.Thumbnail == "available" ? video.FileUrl(job, "thumbnail", origin) : null;

    public static string SpritesUrl(this Video video, JobId job, string origin) => video.FileUrl(job, "sprites", origin);

    private static string FileUrl(this Video video, JobId job, string file, string origin) => $"{job.Url(origin)}/{file}{(video.Index == 0 ? "" : $"?index={video.Index}")}";
}
