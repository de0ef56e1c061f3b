using VideoGen.Embedded.Storage.Blobs;

namespace VideoGen.Tests.Embedded.Storage;

public sealed class BlobFileNameTests
{
    [Theory]
    [InlineData("user-1/videos/a_b.mp4", "user-1/videos/a_b.mp4")]
    [InlineData("a", "a%")]
    [InlineData("a/b", "a/b%")]
    [InlineData("v1.2/a.mp4", "v1%2E2/a.mp4")]
    [InlineData("User/A.mp4", "%55ser/%41.mp4")]
    [InlineData("../a", "%2E%2E/a%")]
    [InlineData("a//b", "a/%_/b%")]
    [InlineData("/a", "%_/a%")]
    [InlineData(".a", "%2Ea%")]
    [InlineData("a%2Fb", "a%252%46b%")]
    [InlineData("é.mp4", "%C3%A9.mp4")]
    [InlineData("con.mp4", "%63on.mp4")]
    [InlineData("console.mp4", "console.mp4")]
    public void A_name_becomes_a_path_that_is_safe_everywhere(string name, string path) =>
        Assert.Equal(path, BlobFileName.Of(name).Replace('\\', '/'));

    [Fact]
    public void No_two_names_share_a_path_on_a_file_system_that_ignores_case_and_none_is_a_folder_of_another()
    {
        string[] parts = ["a", "A", "b", ".", "..", "a.b", "%", "%61", "%_", "%long", "a%", "", "é", "e\u0301", "con", "CON", " ", "a "];
        var names = (from first in parts from second in parts from third in parts select $"{first}/{second}/{third}").Concat(from first in parts from second in parts select $"{first}/{second}").Concat(parts).Distinct().ToList();

        var paths = names.Select(BlobFileName.Of).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var folders = paths.SelectMany(Folders).ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.Equal(names.Count, paths.Count);
        Assert.Empty(paths.Intersect(folders, StringComparer.OrdinalIgnoreCase));
        Assert.All(paths, path => Assert.Matches(@"^[a-zA-F0-9%._/\\-]*$", path));
    }

    [Theory]
    [InlineData("a", 1024)]
    [InlineData("é", 1024)]
    [InlineData("a/", 253)]
    public void A_long_name_has_a_path_every_file_system_takes(string part, int times)
    {
        var path = BlobFileName.Of(string.Concat(Enumerable.Repeat(part, times)) + "x");

        Assert.InRange(path.Length, 1, 600);
        Assert.All(path.Split(Path.DirectorySeparatorChar), segment => Assert.InRange(segment.Length, 1, 120));
    }

    private static IEnumerable<string> Folders(string path)
    {
        for (var folder = Path.GetDirectoryName(path); !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder)) yield return folder;
    }
}
