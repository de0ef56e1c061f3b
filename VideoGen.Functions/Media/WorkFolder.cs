namespace VideoGen.Functions.Media;

/// <summary>A folder of one's own for the files of one ffmpeg run; gone when disposed.</summary>
internal sealed class WorkFolder : IDisposable
{
    private static readonly ProcessFolder Mine = new(System.IO.Path.GetTempPath());

    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(Mine.Path, Guid.NewGuid().ToString("N"))).FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => ProcessFolder.Remove(Path);

    /// <summary>Opens one of the folder's files; the folder goes when the stream is closed.</summary>
    public Stream HandOver(string name) => new LastFile(this, this[name]);

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
