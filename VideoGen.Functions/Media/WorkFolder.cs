using System.Diagnostics;
using System.Globalization;

namespace VideoGen.Functions.Media;

/// <summary>A folder of one's own for the files of one ffmpeg run; gone when disposed.</summary>
/// <remarks>What a killed process left behind is swept away by the next one.</remarks>
internal sealed class WorkFolder : IDisposable
{
    private const string Prefix = "videogen-work-";

    static WorkFolder()
    {
        foreach (var left in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            if (OwnerHasGone(System.IO.Path.GetFileName(left))) Remove(left);
        }
    }

    // The name tells whose it is.
    public string Path { get; } = Directory.CreateTempSubdirectory($"{Prefix}{Environment.ProcessId}-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Remove(Path);

    /// <summary>Opens one of the folder's files; the folder goes when the stream is closed.</summary>
    public Stream HandOver(string name) => new LastFile(this, this[name]);

    private static bool OwnerHasGone(string name)
    {
        if (!int.TryParse(name.Split('-')[2], NumberStyles.None, CultureInfo.InvariantCulture, out var owner)) return false;
        try
        {
            using var process = Process.GetProcessById(owner);
            return process.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

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
