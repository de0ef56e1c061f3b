using System.Globalization;
using System.Text;

namespace VideoGen.Cli.Screen;

/// <summary>Words and numbers as they stand on a terminal.</summary>
internal static class Text
{
    // What East Asian and pictorial characters take: two columns each (Unicode's East Asian Width, roughly).
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6),
        (0x1F300, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>On one line, and without anything that a terminal would obey.</summary>
    public static string Plain(string? text)
    {
        var plain = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            plain.Append(Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? " " : rune.ToString());
        }

        return plain.ToString();
    }

    /// <summary>So much of the text as the columns hold.</summary>
    public static string Cut(string text, int columns)
    {
        if (Width(text) <= columns) return text;

        var (cut, used) = (new StringBuilder(), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            used += Width(rune);
            if (used > columns - 1) break;
            cut.Append(rune);
        }

        return cut.Append('…').ToString();
    }

    public static int Width(string text) => text.EnumerateRunes().Sum(Width);

    public static string PadRight(string text, int columns) => text + new string(' ', Math.Max(0, columns - Width(text)));

    public static string? Money(decimal? amount, string before = "") => amount is null ? null : Of($"{before}${amount:#,0.00##}");

    /// <summary>How long ago, in the largest unit that fits.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalDays: >= 1 } => Of($"{age.Days} d"),
        { TotalHours: >= 1 } => Of($"{age.Hours} h"),
        { TotalMinutes: >= 1 } => Of($"{age.Minutes} min"),
        _ => Of($"{Math.Max(0, age.Seconds)} s"),
    };

    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static int Width(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0
        : Wide.Any(range => rune.Value >= range.First && rune.Value <= range.Last) ? 2
        : 1;
}
