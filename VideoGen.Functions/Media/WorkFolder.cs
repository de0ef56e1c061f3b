namespace VideoGen.Functions.Media;

/// <summary>A folder of one's own for the files of one ffmpeg run; gone when disposed.</summary>
/// <remarks>What a killed process left behind is swept away a day later, by whichever process starts next.</remarks>
internal sealed class WorkFolder : IDisposable
{
    private const string Prefix = "videogen-work-";

    static WorkFolder()
    {
        foreach (var left in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            if (Directory.GetLastWriteTimeUtc(left) < DateTime.UtcNow.AddDays(-1)) Remove(left);
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory(Prefix).FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Remove(Path);

    /// <summary>Opens one of the folder's files; the folder goes when the stream is closed.</summary>
    public Stream HandOver(string name) => new LastFile(this, this[name]);

    private static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another's, or still held open: the next sweep finds it.
        }
    }

    private sealed class LastFile(WorkFolder folder, string path)
        : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan)
    {
        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing) folder.Dispose();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            folder.Dispose();
        }
    }
}
