using System.Text.RegularExpressions;
using VideoGen.Tests.Sdk;

namespace VideoGen.Tests.Page;

/// <summary>What the sources of the page must keep to, whichever view they are of.</summary>
public sealed partial class SourceTests
{
    [Fact]
    public void Nothing_is_asked_for_from_elsewhere() =>
        Assert.Empty(Lines(Elsewhere(), ".js", ".css", ".html", ".svg", ".webmanifest"));

    [Fact]
    public void No_style_and_no_handler_is_written_into_the_markup() =>
        Assert.Empty(Lines(Inline(), ".js", ".html", ".svg"));

    [Fact]
    public void Each_module_is_checked_for_types() =>
        Assert.All(Web.Own(".js"), path => Assert.StartsWith("// @ts-check", Web.Read(path), StringComparison.Ordinal));

    [Fact]
    public async Task The_library_is_as_its_makers_published_it()
    {
        await OfficialClient.PrepareAsync(TestContext.Current.CancellationToken);

        var library = Path.Combine(Web.Root, Web.Library);
        Assert.All(
            Directory.EnumerateFiles(library, "*", SearchOption.AllDirectories),
            file => Assert.Equal(File.ReadAllBytes(Path.Combine(Web.Npm, Path.GetRelativePath(library, file))), File.ReadAllBytes(file)));
    }

    private static IEnumerable<string> Lines(Regex what, params string[] endings) =>
        from path in Web.Own(endings)
        from line in Web.Read(path).Split('\n').Index()
        where what.IsMatch(line.Item) && !Comment().IsMatch(line.Item)
        select $"{path}:{line.Index + 1} {line.Item.Trim()}";

    /// <summary>An address of another host, but for the names of XML's vocabularies, which nobody fetches.</summary>
    [GeneratedRegex(@"(https?:)?//(?!www\.w3\.org/)[a-z0-9-]+\.[a-z]", RegexOptions.IgnoreCase)]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"<[^>]*\s(style|on[a-z]+)\s*=|<style|<script(?![^>]*\ssrc=)|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();

    [GeneratedRegex(@"^\s*(//|\*|/\*)")]
    private static partial Regex Comment();
}
