using System.Globalization;
using System.Text.RegularExpressions;

namespace VideoGen.Embedded.Storage.Tables;

/// <summary>Reads <c>$filter</c> text: <c>or</c> binds weakest, then <c>and</c>, then <c>not</c>. Keywords are case-sensitive.</summary>
internal sealed partial class FilterParser
{
    private const int MaxDepth = 100;

    private readonly string _text;
    private Token _token = new(TokenKind.End, "");
    private int _at;
    private int _depth;

    private FilterParser(string text)
    {
        _text = text;
        Advance();
    }

    /// <summary>The condition; null for no text, which every entity satisfies.</summary>
    /// <exception cref="Azure.RequestFailedException">400 <c>InvalidInput</c>, or 501 <c>NotImplemented</c> for functions and arithmetic.</exception>
    public static Filter? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var parser = new FilterParser(text);
        var filter = parser.Or();
        return parser._token.Kind is TokenKind.End ? filter : throw parser.Error();
    }

    private Filter Or()
    {
        var left = And();
        while (TakeWord("or")) left = new OrFilter(left, And());
        return left;
    }

    private Filter And()
    {
        var left = Not();
        while (TakeWord("and")) left = new AndFilter(left, Not());
        return left;
    }

    private Filter Not()
    {
        if (++_depth > MaxDepth) throw TableErrors.InvalidInput("the filter is nested too deeply.");
        Filter filter;
        if (TakeWord("not"))
        {
            filter = new NotFilter(Not());
        }
        else if (_token.Kind is TokenKind.Open)
        {
            Advance();
            filter = Or();
            Take(TokenKind.Close);
        }
        else
        {
            filter = Comparison();
        }

        _depth--;
        return filter;
    }

    private Filter Comparison()
    {
        var left = Operand();
        if (_token is { Kind: TokenKind.Word, Text: "add" or "sub" or "mul" or "div" or "mod" }) throw TableErrors.NotImplemented();
        if (_token.Kind is not TokenKind.Word || !TryOperator(_token.Text, out var comparison))
        {
            return left is { Kind: TokenKind.Word } ? new FlagFilter(left.Text) : throw Error();
        }

        Advance();
        return (left, Operand()) switch
        {
            ({ Kind: TokenKind.Word } property, { Literal: { } literal }) => new ComparisonFilter(property.Text, comparison, literal),
            ({ Literal: { } literal }, { Kind: TokenKind.Word } property) => new ComparisonFilter(property.Text, Mirrored(comparison), literal),
            _ => throw Error(),
        };
    }

    private Token Operand()
    {
        var operand = _token;
        // A text may read like a word of the language.
        if (operand.Kind is not TokenKind.Literal && (operand.Kind is not TokenKind.Word || operand.Text is "null" or "and" or "or" or "not" || TryOperator(operand.Text, out _)))
        {
            throw Error();
        }

        Advance();
        if (operand.Kind is TokenKind.Word && _token.Kind is TokenKind.Open) throw TableErrors.NotImplemented();
        return operand;
    }

    private static bool TryOperator(string word, out Comparison comparison)
    {
        comparison = word switch
        {
            "eq" => Tables.Comparison.Eq,
            "ne" => Tables.Comparison.Ne,
            "gt" => Tables.Comparison.Gt,
            "ge" => Tables.Comparison.Ge,
            "lt" => Tables.Comparison.Lt,
            "le" => Tables.Comparison.Le,
            _ => (Comparison)(-1),
        };
        return comparison >= 0;
    }

    private static Comparison Mirrored(Comparison comparison) => comparison switch
    {
        Tables.Comparison.Gt => Tables.Comparison.Lt,
        Tables.Comparison.Ge => Tables.Comparison.Le,
        Tables.Comparison.Lt => Tables.Comparison.Gt,
        Tables.Comparison.Le => Tables.Comparison.Ge,
        _ => comparison,
    };

    private bool TakeWord(string word)
    {
        if (_token.Kind is not TokenKind.Word || _token.Text != word) return false;
        Advance();
        return true;
    }

    private void Take(TokenKind kind)
    {
        if (_token.Kind != kind) throw Error();
        Advance();
    }

    private void Advance()
    {
        var match = TokenPattern().Match(_text, _at);
        if (!match.Success) throw Error();
        _at = match.Index + match.Length;
        _token = ToToken(match);
    }

    private Token ToToken(Match match)
    {
        if (match.Groups["open"].Success) return new(TokenKind.Open, "(");
        if (match.Groups["close"].Success) return new(TokenKind.Close, ")");
        if (match.Groups["text"] is { Success: true } text) return Literal(match.Groups["type"].Value, text.Value.Replace("''", "'", StringComparison.Ordinal));
        if (match.Groups["number"] is { Success: true } number) return Number(number.Value);
        if (match.Groups["word"] is not { Success: true } word) return new(TokenKind.End, "");
        return word.Value switch
        {
            "true" => new(TokenKind.Literal, word.Value, true),
            "false" => new(TokenKind.Literal, word.Value, false),
            _ => new(TokenKind.Word, word.Value),
        };
    }

    private Token Literal(string type, string text) => type switch
    {
        "" => new(TokenKind.Literal, text, text),
        "datetime" when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) =>
            new(TokenKind.Literal, text, moment),
        "guid" when Guid.TryParseExact(text, "D", out var guid) => new(TokenKind.Literal, text, guid),
        "X" or "binary" when text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) => new(TokenKind.Literal, text, Convert.FromHexString(text)),
        _ => throw Error(),
    };

    private Token Number(string text)
    {
        object? number = text[^1] is 'L' or 'l'
            ? long.TryParse(text[..^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var marked) ? marked : null
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small) ? small
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large) ? large
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real
            : null;
        return number is null ? throw Error() : new(TokenKind.Literal, text, number);
    }

    private Azure.RequestFailedException Error() =>
        TableErrors.InvalidInput($"the filter has a syntax error at or before position {_at}.");

    [GeneratedRegex("""
        \G\s*(?:
          (?<open>\() | (?<close>\)) |
          (?<type>datetime|guid|X|binary)?'(?<text>(?:[^']|'')*)' |
          (?<number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?[Ll]?)(?![\w.]) |
          (?<word>[\p{L}_]\w*) |
          \z)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex TokenPattern();

    private enum TokenKind
    {
        End,
        Open,
        Close,
        Word,
        Literal,
    }

    private sealed record Token(TokenKind Kind, string Text, object? Literal = null);
}
