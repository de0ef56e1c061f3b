namespace VideoGen.Functions.Media;

/// <summary>Reads MP4 files by itself, and makes thumbnails with ffmpeg.</summary>
public sealed class MediaTools(Ffmpeg ffmpeg) : IMedia
{
    private const long MaxThumbnail = 8 * 1024 * 1024;

    private static readonly TimeSpan ThumbnailLimit = TimeSpan.FromSeconds(30);

    public string? Unavailable => ffmpeg.Missing;

    public async Task<MediaFacts?> ProbeAsync(string path, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, useAsync: true);
        return (await Mp4.ReadAsync(file, ct)).Facts;
    }

    public async Task<byte[]?> ExtractThumbnailAsync(string path, CancellationToken ct)
    {
        using var work = new WorkFolder();
        string[] arguments =
        [
            // Nothing but an MP4 in a file: a playlist in its place could make ffmpeg fetch what it names.
            "-protocol_whitelist", "file", "-f", "mp4", "-i", Path.GetFullPath(path),
            "-frames:v", "1", "-an", "-sn",
            "-vf", "scale=iw*sar:ih,setsar=1,scale='if(gte(iw,ih),1280,-1)':'if(gte(iw,ih),-1,1280)':flags=lanczos",
            "-c:v", "mjpeg", "-pix_fmt", "yuvj420p",
            // Of mjpeg's scales, 4 quantizes most nearly as JPEG quality 85 does.
            "-q:v", "4",
            "-f", "image2", "-update", "1", "thumbnail.jpg",
        ];
        var failure = await ffmpeg.RunAsync(new("make a thumbnail", work.Path, ThumbnailLimit, arguments), ct);
        var made = new FileInfo(work["thumbnail.jpg"]);
        return failure is null && made is { Exists: true, Length: > 0 and <= MaxThumbnail }
            ? await File.ReadAllBytesAsync(made.FullName, ct)
            : null;
    }
}
