namespace VideoGen.Functions.Media;

/// <summary>The place of all work folders of one process, held by a lock and removed at its end.</summary>
/// <remarks>What a killed process left behind has lost its lock: the next process that needs such a folder sweeps it away.</remarks>
internal sealed class ProcessFolder : IDisposable
{
    private const string Prefix = "videogen-work-";
    private const string Lock = "lock";

    private static readonly TimeSpan JustMade = TimeSpan.FromMinutes(1);

    private readonly FileStream _lock;

    public ProcessFolder(string parent)
    {
        Sweep(parent);
        Path = System.IO.Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N"));
        CreateForOwnerOnly(Path);
        _lock = new(System.IO.Path.Combine(Path, Lock), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    public string Path { get; }

    /// <summary>Removes what killed processes left behind; answers how many.</summary>
    public static int Sweep(string parent)
    {
        var swept = 0;
        foreach (var folder in Directory.EnumerateDirectories(parent, Prefix + "*").Where(IsLeft))
        {
            Remove(folder);
            swept++;
        }

        return swept;
    }

    public void Dispose()
    {
        _lock.Dispose();
        Remove(Path);
    }

    public static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another's, or still held open: a later sweep finds it.
        }
    }

    private static void CreateForOwnerOnly(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static bool IsLeft(string folder)
    {
        try
        {
            using var taken = new FileStream(System.IO.Path.Combine(folder, Lock), FileMode.Open, FileAccess.Write, FileShare.None);
            return true;
        }
        catch (FileNotFoundException)
        {
            return Directory.GetCreationTimeUtc(folder) < DateTime.UtcNow - JustMade;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
