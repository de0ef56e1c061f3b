using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VideoGen.Tests.Page;

/// <summary>What the page says, in each of its languages.</summary>
public sealed partial class WordsTests
{
    private static readonly Dictionary<string, JsonNode> _english = Words.Read("en");

    [Theory]
    [InlineData("fr")]
    [InlineData("ja")]
    [InlineData("zh")]
    public void A_language_has_the_same_texts_as_English_and_fills_in_the_same(string language)
    {
        var words = Words.Read(language);

        Assert.Equal(_english.Keys.Order(StringComparer.Ordinal), words.Keys.Order(StringComparer.Ordinal));
        Assert.All(words, text => Assert.Equal(Words.Blanks(_english[text.Key]), Words.Blanks(text.Value)));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    [InlineData("ja")]
    [InlineData("zh")]
    public void No_text_is_empty(string language) =>
        Assert.All(Words.Read(language).SelectMany(text => Words.Forms(text.Value).Select(form => (text.Key, form))), text => Assert.False(string.IsNullOrWhiteSpace(text.form), text.Key));

    [Fact]
    public void Each_text_that_is_asked_for_by_name_is_there()
    {
        var names = Web.Own(".js").SelectMany(path => Asked().Matches(Web.Read(path)).Select(match => $"{match.Groups[1].Value} in {path}"));

        Assert.Empty(names.Where(name => !_english.ContainsKey(name.Split(' ')[0])).Distinct());
    }

    [Fact]
    public void Each_group_of_texts_that_is_chosen_from_is_there()
    {
        var groups = Web.Own(".js").SelectMany(path => Chosen().Matches(Web.Read(path)).Select(match => $"{match.Groups[1].Value}{match.Groups[2].Value} in {path}"));

        Assert.Empty(groups.Where(group => !_english.Keys.Any(name => name.StartsWith($"{group.Split(' ')[0]}.", StringComparison.Ordinal))).Distinct());
    }

    [GeneratedRegex(@"\bt\('([^']+)'")]
    private static partial Regex Asked();

    [GeneratedRegex(@"\bt\(`([a-zA-Z_.]+)\.\$|\bword\('([^']+)'")]
    private static partial Regex Chosen();
}
