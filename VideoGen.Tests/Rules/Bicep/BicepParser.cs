namespace VideoGen.Tests.Rules.Bicep;

/// <summary>Reads a bicep file; anything it does not understand is an error.</summary>
internal sealed class BicepParser(string file, IReadOnlyList<BicepToken> tokens)
{
    private static readonly string[] Binary = ["==", "!=", ">=", "<=", "&&", "||", "??", "<", ">", "+", "-", "*", "/", "%"];

    private int _at;

    private BicepToken Current => tokens[_at];

    public BicepFile File()
    {
        var declarations = new List<BicepDeclaration>();
        var scope = "resourceGroup";
        while (Current.Kind != BicepToken.End)
        {
            var decorators = Decorators();
            var keyword = Word();
            if (keyword == "targetScope")
            {
                Take("=");
                scope = ((BicepText)Value()).Text;
                continue;
            }

            declarations.Add(Declaration(keyword, decorators));
        }

        return new(file, scope, declarations);
    }

    private List<BicepCall> Decorators()
    {
        var decorators = new List<BicepCall>();
        while (TryTake("@"))
        {
            decorators.Add((BicepCall)Value());
        }

        return decorators;
    }

    private BicepDeclaration Declaration(string keyword, IReadOnlyList<BicepCall> decorators)
    {
        var name = Word();
        var type = keyword switch
        {
            "param" or "output" => Word(),
            "resource" or "module" => ((BicepText)Value()).Text,
            "var" or "metadata" => "",
            _ => throw Wrong($"'{keyword}' begins nothing known"),
        };
        var exists = Current is { Kind: BicepToken.Word, Text: "existing" } && Word() == "existing";
        return new(keyword, name, type, exists, decorators, TryTake("=") ? Conditional() : null);
    }

    // A resource or module may be made under a condition, which reads like part of its value.
    private BicepValue Conditional()
    {
        if (Current is not { Kind: BicepToken.Word, Text: "if" }) return Value();

        Word();
        Take("(");
        var condition = Value();
        Take(")");
        return new BicepOperation("if", [condition, Value()]);
    }

    private BicepValue Value()
    {
        var value = Joined();
        if (!TryTake("?")) return value;

        var yes = Value();
        Take(":");
        return new BicepOperation("?", [value, yes, Value()]);
    }

    private BicepValue Joined()
    {
        var value = Postfixed();
        while (Current.Kind == BicepToken.Sign && Binary.Contains(Current.Text))
        {
            value = new BicepOperation(Next().Text, [value, Postfixed()]);
        }

        return value;
    }

    private BicepValue Postfixed()
    {
        if (TryTake("!")) return new BicepOperation("!", [Postfixed()]);
        if (TryTake("-")) return new BicepOperation("-", [Postfixed()]);

        var value = Primary();
        while (true)
        {
            if (TryTake(".") || TryTake(".?"))
            {
                value = new BicepMember(value, Word());
            }
            else if (!Current.StartsLine && TryTake("("))
            {
                value = new BicepCall(value, Until(")"));
            }
            else if (!Current.StartsLine && (TryTake("[") || TryTake("[?")))
            {
                value = new BicepOperation("[]", [value, .. Until("]")]);
            }
            else if (!(Current is { Text: "!", StartsLine: false } && TryTake("!")))
            {
                return value;
            }
        }
    }

    private BicepValue Primary()
    {
        var token = Next();
        return token switch
        {
            { Kind: BicepToken.String } => new BicepText(token.Text, [.. token.Holes.Select(hole => new BicepParser(file, hole).Value())]),
            { Kind: BicepToken.Number } or { Text: "true" or "false" or "null" } => new BicepLiteral(token.Text),
            { Kind: BicepToken.Word } when TryTake("=>") => new BicepScope([token.Text], null, Value()),
            { Kind: BicepToken.Word } => new BicepName(token.Text),
            { Text: "{" } => Object(),
            { Text: "[" } => Array(),
            { Text: "(" } => Until(")").Single(),
            _ => throw Wrong($"'{token.Text}' begins no value"),
        };
    }

    private BicepObject Object()
    {
        var properties = new List<BicepProperty>();
        while (!TryTake("}"))
        {
            var key = Next();
            Take(":");
            var computed = key.Holes.Count > 0 ? new BicepText(key.Text, [.. key.Holes.Select(hole => new BicepParser(file, hole).Value())]) : null;
            properties.Add(new(computed, key.Text, Value()));
            TryTake(",");
        }

        return new(properties);
    }

    private BicepValue Array()
    {
        if (Current is not { Kind: BicepToken.Word, Text: "for" }) return new BicepArray(Until("]"));

        Word();
        List<string> names = [];
        if (TryTake("("))
        {
            names.Add(Word());
            Take(",");
            names.Add(Word());
            Take(")");
        }
        else
        {
            names.Add(Word());
        }

        if (Word() != "in") throw Wrong("a loop without 'in'");
        var source = Value();
        Take(":");
        var body = Conditional();
        Take("]");
        return new BicepScope(names, source, body);
    }

    private List<BicepValue> Until(string end)
    {
        var values = new List<BicepValue>();
        while (!TryTake(end))
        {
            values.Add(Value());
            TryTake(",");
        }

        return values;
    }

    private string Word() => Current.Kind == BicepToken.Word ? Next().Text : throw Wrong($"'{Current.Text}' where a name is expected");

    private void Take(string sign)
    {
        if (!TryTake(sign)) throw Wrong($"'{Current.Text}' where '{sign}' is expected");
    }

    private bool TryTake(string sign)
    {
        var found = Current.Kind == BicepToken.Sign && Current.Text == sign;
        _at += found ? 1 : 0;
        return found;
    }

    private BicepToken Next() => tokens[_at++];

    private FormatException Wrong(string what) =>
        new($"{file}: {what}, after: {string.Join(' ', tokens.Take(_at).TakeLast(8).Select(token => token.Text))}");
}
