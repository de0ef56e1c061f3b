using System.Security.Cryptography;
using VideoGen.Cli.Screen;

namespace VideoGen.Cli.Service;

/// <summary>A file of a job, as it lies at the service.</summary>
/// <param name="Path">Of the API.</param>
/// <param name="Sha256">Its digest, which is its tag too; null where it is not told, and the file is always fetched from its beginning.</param>
/// <param name="Size">In bytes; null where it is not told.</param>
internal sealed record RemoteFile(string Path, string? Sha256, long? Size)
{
    public static RemoteFile Content(JobView job, VideoView video) => new(PathOf(job, video, "content"), video.Sha256, video.SizeBytes);

    public static RemoteFile Thumbnail(JobView job, VideoView video) => new(PathOf(job, video, "thumbnail"), null, null);

    private static string PathOf(JobView job, VideoView video, string what) => $"api/videos/{job.Id}/{what}{(video.Index == 0 ? "" : $"?index={video.Index}")}";
}

/// <summary>Brings a file here, whole or not at all: it has its name only when its digest is right.</summary>
/// <remarks>What broke off lies beside it as <c>.part</c>, and is gone on with.</remarks>
internal sealed class Download(Api api, ProgressLine progress)
{
    // In a row, without a byte.
    private const int Attempts = 5;
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(2);

    public async Task SaveAsync(RemoteFile remote, string path, CancellationToken ct)
    {
        try
        {
            var part = path + ".part";
            await using (var file = new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            {
                await FetchAsync(remote, file, file.Seek(0, SeekOrigin.End), Path.GetFileName(path), ct);
                if (!await IsWholeAsync(file, remote, ct))
                {
                    // What lay there was of something else.
                    file.SetLength(0);
                    await FetchAsync(remote, file, 0, Path.GetFileName(path), ct);
                    if (!await IsWholeAsync(file, remote, ct)) throw NotSaved(path, "what came is not the video");
                }
            }

            File.Move(part, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotSaved(path, e.Message);
        }
    }

    /// <summary>Writes it where it cannot be taken back.</summary>
    public Task WriteAsync(RemoteFile remote, Stream output, CancellationToken ct) => FetchAsync(remote, output, 0, "the video", ct);

    private async Task FetchAsync(RemoteFile remote, Stream to, long from, string name, CancellationToken ct)
    {
        for (var inVain = 0; remote.Size is null || from < remote.Size;)
        {
            var before = from;
            try
            {
                await api.FetchAsync(remote, from, TakeAsync, ct);
                return;
            }
            catch (NoAnswerException) when (inVain < Attempts)
            {
                inVain = from > before ? 0 : inVain + 1;
                await Task.Delay(TryAgainAfter, ct);
            }
        }

        async Task TakeAsync(Stream body, bool goesOn, CancellationToken limit)
        {
            if (!goesOn && from > 0)
            {
                if (!to.CanSeek) throw NotSaved(name, "it broke off, and does not go on from there");
                from = 0;
                to.SetLength(0);
            }

            var buffer = new byte[1 << 16];
            for (int read; (read = await body.ReadAsync(buffer, limit)) > 0; from += read)
            {
                await WriteAsync(to, buffer.AsMemory(0, read), name, ct);
                progress.ShowBytes($"saving {name}", from + read, remote.Size);
            }
        }
    }

    // What goes wrong here is no fault of the service.
    private static async Task WriteAsync(Stream to, ReadOnlyMemory<byte> bytes, string name, CancellationToken ct)
    {
        try
        {
            await to.WriteAsync(bytes, ct);
        }
        catch (IOException e)
        {
            throw NotSaved(name, e.Message);
        }
    }

    private static async Task<bool> IsWholeAsync(FileStream file, RemoteFile remote, CancellationToken ct)
    {
        file.Position = 0;
        return remote.Sha256 is not { } sha256 || Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct)) == sha256;
    }

    private static CliException NotSaved(string path, string why) => new(ExitCode.NotSaved, $"{path} could not be saved: {why}");
}
