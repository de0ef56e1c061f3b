using VideoGen.Domain.Media;

namespace VideoGen.Functions.Media;

/// <summary>Reads MP4 files by itself, and has ffmpeg do the rest.</summary>
public sealed class MediaTools(Ffmpeg ffmpeg) : IMedia
{
    private const string Result = "result";
    private const long MaxPicture = 8 << 20;

    /// <summary>What is copied to the temporary folder to be worked on, which is small on Azure.</summary>
    private const long MaxSource = 512 << 20;

    private static readonly TimeSpan PictureLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan VideoLimit = TimeSpan.FromMinutes(15);

    private readonly Lazy<Task<bool>> _canToneMap = new(() => HasFiltersAsync(ffmpeg));

    public string? Unavailable => ffmpeg.Missing;

    public async Task<MediaReading> ProbeAsync(Stream video, CancellationToken ct)
    {
        var head = new byte[MediaType.HeadLength];
        video.Position = 0;
        var length = await video.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        return MediaType.Of(head.AsSpan(0, length)) == MediaType.WebM ? await WebM.ReadAsync(ffmpeg, video, ct) : await Mp4.ReadAsync(video, ct);
    }

    public async Task<byte[]?> ExtractThumbnailAsync(Stream video, double? atSeconds, CancellationToken ct)
    {
        if (ffmpeg.Missing is not null || await Mp4.ReadAsync(video, ct) is not { Facts: { } facts }) return null;

        using var work = new WorkFolder();
        // Only with the whole file at hand can ffmpeg turn back from the index to the picture.
        if (!facts.IndexFirst) await CopyAsync(video, work, ct);
        var arguments = Recipes.Thumbnail(atSeconds, Result);
        video.Position = 0;
        var failure = await ffmpeg.RunAsync(
            facts.IndexFirst
                ? new("make a thumbnail", work.Path, PictureLimit, [.. Recipes.Input("mp4", "pipe:0"), .. arguments], (input, end) => video.CopyToAsync(input, end))
                : new("make a thumbnail", work.Path, PictureLimit, [.. Recipes.Input("mp4"), .. arguments]),
            ct);
        var made = new FileInfo(work[Result]);
        return failure is null && made is { Exists: true, Length: > 0 and <= MaxPicture }
            ? await File.ReadAllBytesAsync(made.FullName, ct)
            : null;
    }

    public async Task<MadeFile> TranscodeAsync(Stream video, MediaFacts source, TranscodeSpec spec, Action<double> progress, CancellationToken ct)
    {
        var canToneMap = spec.ToneMap && ffmpeg.Missing is null && await _canToneMap.Value;
        var made = await MakeAsync("transcode a video", video, source, VideoLimit, Recipes.Transcode(spec, canToneMap, Result), progress, ct);
        if (made.Content is not { } content) return made;

        // ffmpeg's word alone is not enough for what takes the place of a paid result.
        var reading = await Mp4.ReadAsync(content, ct);
        content.Position = 0;
        if (reading.Facts is { } facts && Math.Abs(facts.DurationSeconds - source.DurationSeconds) <= 0.5 + (source.DurationSeconds / 20)) return made;

        await made.DisposeAsync();
        return MadeFile.Failed(reading.Problem ?? "what ffmpeg made is not as long as the video");
    }

    public Task<MadeFile> RenderAsync(Stream video, MediaFacts source, Rendition rendition, CancellationToken ct) =>
        MakeAsync($"make a {rendition}", video, source, VideoLimit, Recipes.Render(rendition, source, Result), _ => { }, ct);

    private async Task<MadeFile> MakeAsync(
        string purpose, Stream video, MediaFacts source, TimeSpan limit, string[] arguments, Action<double> progress, CancellationToken ct)
    {
        if (ffmpeg.Missing is { } missing) return MadeFile.Failed(missing);
        if (video.Length > MaxSource) return MadeFile.Failed($"the file is larger than the {MaxSource} bytes that are worked on");

        var work = new WorkFolder();
        try
        {
            await CopyAsync(video, work, ct);
            string[] all = ["-progress", "pipe:1", "-stats_period", "1", .. Recipes.Input(source.Container), .. arguments];
            var failure = await ffmpeg.RunAsync(
                new(purpose, work.Path, limit, [.. all[..^1], "-fs", $"{MaxSource}", all[^1]], Take: told => FollowAsync(told, source.DurationSeconds, progress)), ct);
            if (failure is null && new FileInfo(work[Result]) is { Exists: true, Length: > 0 }) return new(work.HandOver(Result), null);

            work.Dispose();
            return MadeFile.Failed(failure ?? "ffmpeg made nothing of it");
        }
        catch
        {
            work.Dispose();
            throw;
        }
    }

    private static async Task CopyAsync(Stream video, WorkFolder work, CancellationToken ct)
    {
        video.Position = 0;
        await using var copy = File.Create(work[Recipes.Source]);
        await video.CopyToAsync(copy, ct);
    }

    private static async Task FollowAsync(StreamReader told, double seconds, Action<double> progress)
    {
        const string Time = "out_time_us=";
        while (await told.ReadLineAsync() is { } line)
        {
            if (seconds > 0 && line.StartsWith(Time, StringComparison.Ordinal) && long.TryParse(line.AsSpan(Time.Length), out var microseconds))
            {
                progress(Math.Clamp(microseconds / 1e6 / seconds, 0, 1));
            }
        }
    }

    private static async Task<bool> HasFiltersAsync(Ffmpeg ffmpeg)
    {
        var filters = "";
        await ffmpeg.RunAsync(
            new("list its filters", Path.GetTempPath(), PictureLimit, ["-filters"], Take: async told => filters = await told.ReadToEndAsync()), CancellationToken.None);
        return filters.Contains(" zscale ", StringComparison.Ordinal) && filters.Contains(" tonemap ", StringComparison.Ordinal);
    }
}
