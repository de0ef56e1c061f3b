using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace VideoGen.Functions.Media;

/// <summary>Finds the ffmpeg to run: the one the setting names, else the one shipped with the app, else the one on the PATH.</summary>
/// <param name="setting">The value of FFMPEG_PATH.</param>
/// <param name="appFolder">The folder of the app, in which <c>tools/ffmpeg</c> may be shipped.</param>
/// <param name="searchPath">The value of PATH.</param>
/// <param name="tempFolder">Where the shipped one is copied to, to be run.</param>
internal sealed class FfmpegFinder(string? setting, string appFolder, string? searchPath, string tempFolder)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly string FileName = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";

    public FfmpegFinding Find()
    {
        if (!string.IsNullOrWhiteSpace(setting))
        {
            return File.Exists(setting) ? new(setting, null) : new(null, $"FFMPEG_PATH names '{setting}', which is not there");
        }

        var shipped = Path.Combine(appFolder, "tools", FileName);
        if (File.Exists(shipped)) return Shipped(shipped);

        var installed = (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, FileName))
            .FirstOrDefault(File.Exists);
        return installed is not null ? new(installed, null) : new(null, "ffmpeg is not on the PATH, and FFMPEG_PATH is not set");
    }

    private FfmpegFinding Shipped(string shipped)
    {
        try
        {
            return new(OperatingSystem.IsWindows() ? shipped : ExecutableCopies(shipped), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(null, $"tools/{FileName} could not be made executable: {e.Message}");
        }
    }

    /// <remarks>
    /// A deployed package is mounted read-only, and has often lost the file's execute bit: the file is run from a copy in
    /// the temporary folder. It is copied under a name of its own and renamed, as several processes may start at once, and
    /// compared before it is used, so that no half or foreign file is ever run. An ffprobe that is shipped with it lies beside it.
    /// </remarks>
    [UnsupportedOSPlatform("windows")]
    private string ExecutableCopies(string shipped)
    {
        var own = Path.Combine(tempFolder, $"videogen-ffmpeg-{Environment.UserName}");
        Directory.CreateDirectory(own, OwnerOnly);
        File.SetUnixFileMode(own, OwnerOnly);

        var folder = Directory.CreateDirectory(Path.Combine(own, Hash(shipped)[..16]), OwnerOnly).FullName;
        var probe = Path.Combine(Path.GetDirectoryName(shipped)!, "ffprobe");
        if (File.Exists(probe)) ExecutableCopy(probe, folder);
        return ExecutableCopy(shipped, folder);
    }

    [UnsupportedOSPlatform("windows")]
    private static string ExecutableCopy(string shipped, string folder)
    {
        var copy = Path.Combine(folder, Path.GetFileName(shipped));
        if (File.Exists(copy) && Hash(copy) == Hash(shipped)) return copy;

        var fresh = $"{copy}-{Guid.NewGuid():N}";
        File.Copy(shipped, fresh);
        File.SetUnixFileMode(fresh, OwnerOnly);
        File.Move(fresh, copy, overwrite: true);
        return copy;
    }

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}

/// <summary>The ffmpeg to run, or why there is none.</summary>
internal sealed record FfmpegFinding(string? Path, string? Missing);
