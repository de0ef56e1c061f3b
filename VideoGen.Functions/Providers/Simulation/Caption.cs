using System.Globalization;
using System.Text;

namespace VideoGen.Functions.Providers.Simulation;

/// <summary>The lettering of a simulated video, as a subtitle script (ASS) that ffmpeg draws in.</summary>
/// <remarks>
/// The prompt comes from a stranger. It reaches ffmpeg in a file, never in a filter's arguments, and what means something
/// to the script (braces, backslashes, line breaks) is made to mean itself.
/// </remarks>
internal static class Caption
{
    /// <summary>The font beside the script. A character it lacks is looked for in the system's fonts, and left out where there is none.</summary>
    public const string Font = "Inter Medium";

    // The widest share of the picture's height the prompt may cover.
    private const double MaxHeight = 0.36;

    // An average column of text, and the step from line to line, in font sizes.
    private const double Column = 0.44;
    private const double Line = 1.05;

    public static string For(string words, int width, int height)
    {
        var shorter = Math.Min(width, height);
        var margin = shorter * 0.07;
        var size = shorter * 0.05;
        var lines = Wrap(words, (width - 2 * margin) / (size * Column));
        while (lines.Count * size * Line > height * MaxHeight && size > 8)
        {
            size *= 0.9;
            lines = Wrap(words, (width - 2 * margin) / (size * Column));
        }

        return string.Create(CultureInfo.InvariantCulture, $"""
            [Script Info]
            ScriptType: v4.00+
            PlayResX: {width}
            PlayResY: {height}
            ScaledBorderAndShadow: yes
            YCbCr Matrix: None

            [V4+ Styles]
            Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Spacing
            Style: Prompt,{Font},{size:0.0},&H00FFFFFF,&H50000000,&HFF000000,1,{size / 12:0.0},0,1,{margin:0},{margin:0},{margin:0},0
            Style: Mark,{Font},{shorter * 0.034:0.0},&H10FFFFFF,&H80000000,&HFF000000,3,{shorter * 0.012:0.0},0,9,{margin:0},{margin:0},{margin:0},{shorter * 0.005:0.0}

            [Events]
            Format: Layer, Start, End, Style, Text
            Dialogue: 0,0:00:00.00,9:59:59.99,Mark,SIMULATION
            Dialogue: 0,0:00:00.00,9:59:59.99,Prompt,{"{\\blur" + (size / 20).ToString("0.0", CultureInfo.InvariantCulture) + "}"}{string.Join("\\N", lines.Select(Escape))}

            """);
    }

    /// <summary>Breaks at spaces, and within a word only where it would not fit a line of its own.</summary>
    private static List<string> Wrap(string words, double columns)
    {
        var lines = new List<string>();
        var (line, used) = (new StringBuilder(), 0d);
        foreach (var word in words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var room = columns - used - 1;
            if (line.Length > 0 && Columns(word) > room) Break();
            if (line.Length > 0) Add(" ");
            for (var elements = StringInfo.GetTextElementEnumerator(word); elements.MoveNext();)
            {
                var element = elements.GetTextElement();
                if (used + Columns(element) > columns) Break();
                Add(element);
            }
        }

        Break();
        return lines;

        void Add(string text)
        {
            line.Append(text);
            used += Columns(text);
        }

        void Break()
        {
            if (line.Length > 0) lines.Add(line.ToString());
            line.Clear();
            used = 0;
        }
    }

    // Capitals are wider than small letters; the scripts of East Asia, and pictograms, fill two columns.
    private static double Columns(string text)
    {
        var columns = 0d;
        foreach (var rune in text.EnumerateRunes())
        {
            columns += rune.Value >= 0x1100 && !(rune.Value is >= 0x1E00 and <= 0x20FF) ? 2 : Rune.IsUpper(rune) ? 1.4 : 1;
        }

        return columns;
    }

    private static string Escape(string line)
    {
        var text = new StringBuilder();
        foreach (var rune in line.EnumerateRunes())
        {
            if (Rune.IsControl(rune)) continue;

            // A joiner of no width after a backslash keeps it from starting a command.
            text.Append(rune.Value switch { '{' => "\\{", '}' => "\\}", '\\' => "\\\u2060", _ => rune.ToString() });
        }

        return text.ToString();
    }
}
