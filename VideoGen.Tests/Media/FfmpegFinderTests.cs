using System.Runtime.Versioning;
using VideoGen.Functions.Media;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Media;

[UnsupportedOSPlatform("windows")]
public sealed class FfmpegFinderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void The_setting_wins()
    {
        var set = Tool("set/ffmpeg");
        Tool("app/tools/ffmpeg");
        Tool("bin/ffmpeg");

        Assert.Equal(new FfmpegFinding(set, null), new FfmpegFinder(set, _folder["app"], _folder["bin"], _folder.Path).Find());
    }

    [Fact]
    public void A_setting_that_names_nothing_turns_it_off_and_says_so()
    {
        Tool("bin/ffmpeg");

        var found = new FfmpegFinder("/nowhere/ffmpeg", _folder["app"], _folder["bin"], _folder.Path).Find();

        Assert.Equal(new FfmpegFinding(null, "FFMPEG_PATH names '/nowhere/ffmpeg', which is not there"), found);
    }

    [Fact]
    public void The_shipped_one_runs_from_an_executable_copy()
    {
        var shipped = Tool("app/tools/ffmpeg", UnixFileMode.UserRead);
        Tool("bin/ffmpeg");

        var found = new FfmpegFinder(null, _folder["app"], _folder["bin"], _folder.Path).Find();

        Assert.NotNull(found.Path);
        Assert.NotEqual(shipped, found.Path);
        Assert.Equal(File.ReadAllBytes(shipped), File.ReadAllBytes(found.Path));
        Assert.True(File.GetUnixFileMode(found.Path).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal(found, new FfmpegFinder(null, _folder["app"], null, _folder.Path).Find());
    }

    [Fact]
    public void The_shipped_ffprobe_comes_to_lie_beside_it()
    {
        Tool("app/tools/ffmpeg", UnixFileMode.UserRead);
        var shipped = Tool("app/tools/ffprobe", UnixFileMode.UserRead);

        var found = new FfmpegFinder(null, _folder["app"], null, _folder.Path).Find();

        var probe = Path.Combine(Path.GetDirectoryName(found.Path)!, "ffprobe");
        Assert.Equal(File.ReadAllBytes(shipped), File.ReadAllBytes(probe));
        Assert.True(File.GetUnixFileMode(probe).HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public void A_copy_that_was_tampered_with_is_made_anew()
    {
        var shipped = Tool("app/tools/ffmpeg");
        var finder = new FfmpegFinder(null, _folder["app"], null, _folder.Path);
        var copy = finder.Find().Path!;
        File.AppendAllText(copy, "something else");

        Assert.Equal(File.ReadAllBytes(shipped), File.ReadAllBytes(finder.Find().Path!));
    }

    [Fact]
    public void Else_the_path_is_searched()
    {
        var installed = Tool("bin/ffmpeg");

        Assert.Equal(new FfmpegFinding(installed, null), new FfmpegFinder(null, _folder["app"], $"/nowhere:{_folder["bin"]}", _folder.Path).Find());
    }

    [Fact]
    public void Without_any_it_says_what_is_missing() =>
        Assert.Equal(
            new FfmpegFinding(null, "ffmpeg is not on the PATH, and FFMPEG_PATH is not set"),
            new FfmpegFinder(" ", _folder["app"], null, _folder.Path).Find());

    public void Dispose() => _folder.Dispose();

    private string Tool(string name, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var path = _folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, _folder.Path);
        File.SetUnixFileMode(path, mode);
        return path;
    }
}
