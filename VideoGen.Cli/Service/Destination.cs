namespace VideoGen.Cli.Service;

/// <summary>Where videos are saved: a file, a folder, or the output of this program.</summary>
internal sealed class Destination
{
    private readonly string _path;
    private readonly bool _isFolder;

    private Destination(string path, bool isFolder) => (_path, _isFolder) = (path, isFolder);

    /// <summary>The bytes go to the output.</summary>
    public static Destination Output { get; } = new("-", isFolder: false);

    public bool IsOutput => this == Output;

    /// <param name="given">A file, a folder, or a hyphen.</param>
    /// <exception cref="CliException">Nothing can be saved there; said before a video is paid for.</exception>
    public static Destination Of(string given)
    {
        if (given == "-") return Output;

        var path = Path.GetFullPath(given);
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(given)) return Folder(path);

        // A file comes into its place by a new name, and would take a device's.
        if (path.StartsWith("/dev/", StringComparison.Ordinal)) throw new CliException(ExitCode.WrongUsage, "--output: is a device; give - and lead the output there.");

        return Directory.Exists(Path.GetDirectoryName(path))
            ? new(path, isFolder: false)
            : throw new CliException(ExitCode.WrongUsage, $"--output: there is no folder {Path.GetDirectoryName(path)}.");
    }

    /// <summary>A folder, made where there is none.</summary>
    public static Destination Folder(string path)
    {
        try
        {
            return new(Directory.CreateDirectory(path).FullName, isFolder: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.WrongUsage, $"nothing can be saved there: {e.Message}");
        }
    }

    /// <summary>The file of a video, without its extension where the destination names none. Several are told apart by -1, -2 and so on.</summary>
    public string PathOf(JobView job, VideoView video, string extension)
    {
        var number = job.Videos is { Count: > 1 } ? $"-{video.Index + 1}" : "";
        return _isFolder
            ? Path.Combine(_path, $"{job.Id}{number}{extension}")
            : Path.Combine(Path.GetDirectoryName(_path)!, $"{Path.GetFileNameWithoutExtension(_path)}{number}{Path.GetExtension(_path)}");
    }
}
