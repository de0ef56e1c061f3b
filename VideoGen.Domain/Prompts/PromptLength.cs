using System.Globalization;
using VideoGen.Domain.Catalog;

namespace VideoGen.Domain.Prompts;

/// <summary>Measures and cuts text in the unit a provider counts.</summary>
/// <remarks>
/// Tokens are estimated, as the provider's tokenizer is not to be had: three ASCII characters to a token (four are usual), one token for each other
/// character of the basic plane, three for each beyond it. So an estimate is rather too high, and a prompt cut by it is taken.
/// </remarks>
public static class PromptLength
{
    private const int PartsOfToken = 3;

    public static int Of(string text, PromptUnit unit) => unit switch
    {
        PromptUnit.Utf16 => text.Length,
        PromptUnit.Characters => text.EnumerateRunes().Count(),
        _ => (Parts(text) + PartsOfToken - 1) / PartsOfToken,
    };

    /// <summary>The longest beginning that fits and ends with a word; where there are no spaces, with a whole character as people see it.</summary>
    public static string CutAtWord(string text, int limit, PromptUnit unit)
    {
        if (Of(text, unit) <= limit) return text;

        var end = LastFit(text, limit, unit);
        var space = text.LastIndexOfAny([' ', '\n', '\t'], end);
        return text[..(space > end / 2 ? space : end)].TrimEnd(' ', '\n', '\t', '\r', ',', ';', ':', '-');
    }

    private static int LastFit(string text, int limit, PromptUnit unit)
    {
        var most = (long)limit * (unit == PromptUnit.Tokens ? PartsOfToken : 1);
        var (end, used) = (0, 0L);
        while (end < text.Length)
        {
            var element = StringInfo.GetNextTextElement(text, end);
            used += unit switch
            {
                PromptUnit.Utf16 => element.Length,
                PromptUnit.Characters => element.EnumerateRunes().Count(),
                _ => Parts(element),
            };
            if (used > most) break;

            end += element.Length;
        }

        return end;
    }

    private static int Parts(string text) =>
        text.EnumerateRunes().Sum(rune => rune.IsAscii ? 1 : rune.IsBmp ? PartsOfToken : PartsOfToken * PartsOfToken);
}
