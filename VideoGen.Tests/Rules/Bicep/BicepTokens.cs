namespace VideoGen.Tests.Rules.Bicep;

/// <summary>A word, number, sign or text; texts come with the expressions in them.</summary>
internal sealed record BicepToken(char Kind, string Text, bool StartsLine, IReadOnlyList<IReadOnlyList<BicepToken>> Holes)
{
    public const char Word = 'w';
    public const char Number = 'n';
    public const char Sign = 's';
    public const char String = 't';
    public const char End = 'e';
}

/// <summary>Cuts bicep into tokens. Knows what our files use: no multi-line strings.</summary>
internal static class BicepTokens
{
    private static readonly string[] Signs = ["=>", "==", "!=", ">=", "<=", "&&", "||", "??", ".?", "[?"];

    public static IReadOnlyList<BicepToken> Of(string text)
    {
        var tokens = new List<BicepToken>();
        var at = 0;
        var startsLine = true;
        while (at < text.Length)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
            {
                startsLine |= c == '\n';
                at++;
            }
            else if (c == '/' && text[at + 1] == '/')
            {
                at = text.IndexOf('\n', at);
            }
            else
            {
                var token = Next(text, ref at, startsLine);
                tokens.Add(token);
                startsLine = false;
            }
        }

        tokens.Add(new(BicepToken.End, "", true, []));
        return tokens;
    }

    private static BicepToken Next(string text, ref int at, bool startsLine)
    {
        var start = at;
        if (text[at] == '\'') return Quoted(text, ref at, startsLine);

        if (char.IsLetterOrDigit(text[at]) || text[at] == '_')
        {
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
            {
                at++;
            }

            return new(char.IsDigit(text[start]) ? BicepToken.Number : BicepToken.Word, text[start..at], startsLine, []);
        }

        var rest = text[at..];
        var sign = Array.Find(Signs, candidate => rest.StartsWith(candidate, StringComparison.Ordinal)) ?? rest[..1];
        at += sign.Length;
        return new(BicepToken.Sign, sign, startsLine, []);
    }

    private static BicepToken Quoted(string text, ref int at, bool startsLine)
    {
        var words = new System.Text.StringBuilder();
        var holes = new List<IReadOnlyList<BicepToken>>();
        for (at++; text[at] != '\''; at++)
        {
            if (text[at] == '\n') throw new FormatException($"A string does not end on its line: {text[at..][..20]}");

            if (text[at] == '$' && text[at + 1] == '{')
            {
                var end = EndOfHole(text, at + 2);
                holes.Add(Of(text[(at + 2)..end]));
                words.Append("${}");
                at = end;
            }
            else
            {
                at += text[at] == '\\' ? 1 : 0;
                words.Append(text[at]);
            }
        }

        at++;
        return new(BicepToken.String, words.ToString(), startsLine, holes);
    }

    private static int EndOfHole(string text, int at)
    {
        var inString = false;
        for (; inString || text[at] != '}'; at++)
        {
            inString ^= text[at] == '\'';
        }

        return at;
    }
}
