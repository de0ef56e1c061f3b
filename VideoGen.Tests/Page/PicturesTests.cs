using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using VideoGen.Domain.Catalog;

namespace VideoGen.Tests.Page;

/// <summary>The pictures of the page: there is one for all that can be asked for, and each is harmless and small.</summary>
public sealed partial class PicturesTests
{
    private const int MostOfOne = 3_000;
    private const int MostOfAllCards = 45_000;

    private static readonly HashSet<string> _harmless =
    [
        "svg", "g", "defs", "use", "path", "circle", "ellipse", "rect", "clipPath", "pattern", "stop", "linearGradient", "radialGradient", "filter", "feTurbulence", "feColorMatrix",
        "feComposite", "feDisplacementMap", "feDropShadow", "feDiffuseLighting", "feDistantLight", "feBlend",
    ];

    public static TheoryData<string> All { get; } = [.. Web.Own(".svg")];

    [Fact]
    public void Each_style_has_a_picture() => Assert.Equal(Styles.All.Select(style => style.Name).Order(), Drawn("styles"));

    [Fact]
    public void Each_theme_has_a_picture() => Assert.Equal(Themes.All.Select(theme => theme.Name).Order(), Drawn("themes"));

    [Fact]
    public void The_page_knows_which_styles_and_themes_are_drawn()
    {
        var known = Quoted().Matches(Web.Read("pictures/pictures.js").Split("const at")[0]).Select(name => name.Groups[1].Value);

        Assert.Equal(Drawn("styles").Concat(Drawn("themes")).Order(), known.Order());
    }

    [Fact]
    public void Each_camera_move_has_a_picture() => Assert.Equal(Cameras.All.Select(camera => camera.Name).Order(), Pictures("cameras.js"));

    [Fact]
    public void Each_platform_has_a_picture() => Assert.Equal(Platforms.All.Select(platform => platform.Name).Order(), Pictures("platforms.js"));

    [Fact]
    public void Each_poster_that_is_asked_for_is_there() =>
        Assert.All(Address().Matches(Web.Read("pictures/pictures.js")), file => Assert.Contains($"pictures/{file.Groups[1].Value}", Web.Own(".svg")));

    [Theory, MemberData(nameof(All))]
    public void A_picture_runs_nothing_and_asks_for_nothing(string path)
    {
        var picture = XDocument.Parse(Web.Read(path)).Root!;

        Assert.Equal("svg", picture.Name.LocalName);
        Assert.All(picture.DescendantsAndSelf(), element => Assert.Contains(element.Name.LocalName, _harmless));
        Assert.All(Attributes(picture), attribute => Assert.False(attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal), attribute.ToString()));
    }

    [Theory, MemberData(nameof(All))]
    public void A_picture_refers_to_what_it_holds_and_holds_what_it_refers_to(string path)
    {
        var picture = XDocument.Parse(Web.Read(path)).Root!;
        var held = Attributes(picture).Where(attribute => attribute.Name.LocalName == "id").Select(attribute => attribute.Value);
        var named = Attributes(picture).SelectMany(attribute => Reference(attribute));

        Assert.Equal(held.Order(), named.Distinct().Order());
    }

    [Theory, MemberData(nameof(All))]
    public void A_picture_is_small(string path) => Assert.InRange(Packed(path), 1, MostOfOne);

    [Fact]
    public void All_cards_together_are_small() =>
        Assert.InRange(Web.Own(".svg").Where(path => path.StartsWith("pictures/styles/", StringComparison.Ordinal) || path.StartsWith("pictures/themes/", StringComparison.Ordinal)).Sum(Packed), 1, MostOfAllCards);

    private static IEnumerable<string> Drawn(string folder) =>
        Web.Own(".svg").Where(path => path.StartsWith($"pictures/{folder}/", StringComparison.Ordinal)).Select(path => Path.GetFileNameWithoutExtension(path)).Order();

    /// <summary>The names that a module has a picture under.</summary>
    private static IEnumerable<string> Pictures(string module) =>
        Key().Matches(Between(Web.Read($"pictures/{module}"), "const pictures = {", "\n};")).Select(key => key.Groups[1].Value).Order();

    private static string Between(string text, string begin, string end) => text.Split(begin)[1].Split(end)[0];

    private static IEnumerable<XAttribute> Attributes(XElement picture) => picture.DescendantsAndSelf().Attributes();

    private static IEnumerable<string> Reference(XAttribute attribute) =>
        attribute.Name.LocalName == "href" ? [attribute.Value.TrimStart('#')] : Url().Matches(attribute.Value).Select(url => url.Groups[1].Value);

    private static int Packed(string path)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(File.ReadAllBytes(Path.Combine(Web.Root, path)));
        }

        return (int)packed.Length;
    }

    [GeneratedRegex("'([a-z_]+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^  ([a-z_]+):", RegexOptions.Multiline)]
    private static partial Regex Key();

    [GeneratedRegex(@"'([a-z_/]+\.svg)'")]
    private static partial Regex Address();

    [GeneratedRegex(@"url\(#?([^)]*)\)")]
    private static partial Regex Url();
}
