using System.Globalization;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Prompts;

namespace VideoGen.Tests.Domain;

public sealed class PromptLengthTests
{
    private const string Family = "👨‍👩‍👧";

    // What people write, and what trips up those who count: words, no words, accents by themselves, pictures of several code points, flags.
    private static readonly string[] Pieces = ["a", "wandering", " ", " ", "é", "e\u0301", "東京の夜", "😀", Family, "🇩🇪", ", ", ".\n", "don't", "\t"];

    [Theory]
    [InlineData("", 0, 0, 0)]
    [InlineData("cat", 3, 3, 1)]
    [InlineData("cats", 4, 4, 2)]
    [InlineData("東京", 2, 2, 2)]
    [InlineData("😀", 2, 1, 3)]
    [InlineData("e\u0301", 2, 2, 2)]
    public void Each_unit_counts_in_its_own_way(string text, int utf16, int characters, int tokens) => Assert.Equal(
        (utf16, characters, tokens),
        (PromptLength.Of(text, PromptUnit.Utf16), PromptLength.Of(text, PromptUnit.Characters), PromptLength.Of(text, PromptUnit.Tokens)));

    [Theory]
    [InlineData("two 😀😀", 5, PromptUnit.Characters, "two 😀")]
    [InlineData("two 😀😀", 5, PromptUnit.Utf16, "two")]
    [InlineData("two 😀😀", 4, PromptUnit.Tokens, "two")]
    [InlineData("one\ntwo three", 9, PromptUnit.Utf16, "one\ntwo")]
    [InlineData(Family + Family, 10, PromptUnit.Utf16, Family)]
    [InlineData(Family + Family, 9, PromptUnit.Characters, Family)]
    [InlineData("cafe\u0301", 4, PromptUnit.Utf16, "caf")]
    [InlineData("anything", -5, PromptUnit.Tokens, "")]
    public void A_cut_keeps_the_limit_of_the_unit_and_characters_whole(string text, int limit, PromptUnit unit, string expected) =>
        Assert.Equal(expected, PromptLength.CutAtWord(text, limit, unit));

    [Theory]
    [InlineData(PromptUnit.Utf16)]
    [InlineData(PromptUnit.Characters)]
    [InlineData(PromptUnit.Tokens)]
    public void Whatever_is_cut_fits_begins_the_text_and_splits_nothing(PromptUnit unit)
    {
        var chance = new Random(20261121);
        for (var round = 0; round < 500; round++)
        {
            var text = string.Concat(Enumerable.Range(0, chance.Next(40)).Select(_ => Pieces[chance.Next(Pieces.Length)]));
            var limit = chance.Next(60);

            var cut = PromptLength.CutAtWord(text, limit, unit);

            Assert.True(PromptLength.Of(cut, unit) <= limit, $"'{cut}' of '{text}' is longer than {limit} {unit}");
            Assert.StartsWith(cut, text, StringComparison.Ordinal);
            Assert.Contains(cut.Length, StringInfo.ParseCombiningCharacters(text).Append(text.Length));
            Assert.True(PromptLength.Of(text, unit) > limit || cut == text, $"'{text}' need not have been cut");
        }
    }
}
