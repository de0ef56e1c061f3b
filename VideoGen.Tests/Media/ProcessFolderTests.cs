using VideoGen.Functions.Media;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Media;

public sealed class ProcessFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Fact]
    public void What_a_killed_process_left_is_swept_away()
    {
        Directory.CreateDirectory(_temp["videogen-work-killed/job"]);
        File.WriteAllText(_temp["videogen-work-killed/lock"], "");
        File.WriteAllText(_temp["videogen-work-killed/job/video.mp4"], "half");

        using var mine = new ProcessFolder(_temp.Path);

        Assert.Equal([mine.Path], Directory.GetDirectories(_temp.Path));
    }

    [Fact]
    public void What_a_living_process_uses_or_is_about_to_use_and_what_is_not_ours_stays()
    {
        using var living = new ProcessFolder(_temp.Path);
        Directory.CreateDirectory(_temp["videogen-work-just-made"]);
        Directory.CreateDirectory(_temp["another"]);

        using var mine = new ProcessFolder(_temp.Path);

        Assert.Equal(
            new[] { living.Path, mine.Path, _temp["videogen-work-just-made"], _temp["another"] }.Order(),
            Directory.GetDirectories(_temp.Path).Order());
    }

    [Fact]
    public void At_its_end_a_process_takes_its_folder_along()
    {
        var mine = new ProcessFolder(_temp.Path);
        File.WriteAllText(Path.Combine(mine.Path, "video.mp4"), "whole");

        mine.Dispose();

        Assert.Empty(Directory.GetDirectories(_temp.Path));
    }

    public void Dispose() => _temp.Dispose();
}
