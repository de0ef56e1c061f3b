using VideoGen.Domain.Media;

namespace VideoGen.Functions.Media;

/// <summary>Reads MP4 files by itself, and makes thumbnails with ffmpeg.</summary>
public sealed class MediaTools(Ffmpeg ffmpeg) : IMedia
{
    private const string Video = "video.mp4";
    private const string Thumbnail = "thumbnail.jpg";
    private const long MaxThumbnail = 8 * 1024 * 1024;

    private static readonly TimeSpan ThumbnailLimit = TimeSpan.FromSeconds(30);

    public string? Unavailable => ffmpeg.Missing;

    public async Task<MediaFacts?> ProbeAsync(Stream video, CancellationToken ct) => (await Mp4.ReadAsync(video, ct)).Facts;

    public async Task<byte[]?> ExtractThumbnailAsync(Stream video, CancellationToken ct)
    {
        if (ffmpeg.Missing is not null || await Mp4.ReadAsync(video, ct) is not { Facts: not null } mp4) return null;

        using var work = new WorkFolder();
        video.Position = 0;
        if (!mp4.IndexFirst)
        {
            // Only with the whole file at hand can ffmpeg turn back from the index to the picture.
            await using var copy = File.Create(work[Video]);
            await video.CopyToAsync(copy, ct);
        }

        var failure = await ffmpeg.RunAsync(
            mp4.IndexFirst
                ? new("make a thumbnail", work.Path, ThumbnailLimit, Arguments("pipe:0"), (input, end) => video.CopyToAsync(input, end))
                : new("make a thumbnail", work.Path, ThumbnailLimit, Arguments(Video)),
            ct);
        var made = new FileInfo(work[Thumbnail]);
        return failure is null && made is { Exists: true, Length: > 0 and <= MaxThumbnail }
            ? await File.ReadAllBytesAsync(made.FullName, ct)
            : null;
    }

    private static string[] Arguments(string input) =>
    [
        // Nothing but an MP4 from here: whatever a file names, ffmpeg fetches nothing from elsewhere.
        "-protocol_whitelist", "file,pipe", "-f", "mp4", "-i", input,
        "-frames:v", "1", "-an", "-sn",
        "-vf", "scale=iw*sar:ih,setsar=1,scale='if(gte(iw,ih),1280,-1)':'if(gte(iw,ih),-1,1280)':flags=lanczos",
        "-c:v", "mjpeg", "-pix_fmt", "yuvj420p",
        // Of mjpeg's scales, 4 quantizes most nearly as JPEG quality 85 does.
        "-q:v", "4",
        "-f", "image2", "-update", "1", Thumbnail,
    ];
}
