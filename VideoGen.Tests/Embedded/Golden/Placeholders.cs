using System.Text.RegularExpressions;

namespace VideoGen.Tests.Embedded.Golden;

/// <summary>What the braces in a recording stand for. Known names have a value, others a shape.</summary>
internal sealed partial class Placeholders(Dictionary<string, string> values)
{
    private static readonly Dictionary<string, string> Shapes = new()
    {
        ["time"] = @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
        ["time.fraction"] = @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z",
        ["guid"] = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        ["guidN"] = "[0-9a-f]{32}",
        ["continuation"] = ".+",
        ["hostId"] = ".+",
        ["stack"] = ".*",
        ["milliseconds"] = @"\d+",
        ["id"] = "[0-9a-f]{32}",
        ["id2"] = "[0-9a-f]{32}",
    };

    /// <summary>Keeps a value under a name that has none yet.</summary>
    public void Learn(string name, string? value)
    {
        if (value is not null) values.TryAdd(name, value);
    }

    /// <summary>The request's text with values in the place of names.</summary>
    public string Fill(string text) => Name().Replace(text, match => values.GetValueOrDefault(match.Groups[1].Value, match.Value));

    public bool Fits(string expected, string actual) =>
        expected == actual || Regex.IsMatch(actual, $"^{Pattern(expected)}$", RegexOptions.Singleline);

    private string Pattern(string expected)
    {
        var pattern = "";
        var at = 0;
        foreach (Match match in Name().Matches(expected))
        {
            var name = match.Groups[1].Value;
            var known = values.TryGetValue(name, out var value) ? Regex.Escape(value) : Shapes.GetValueOrDefault(name);
            pattern += Regex.Escape(expected[at..match.Index]) + (known ?? Regex.Escape(match.Value));
            at = match.Index + match.Length;
        }

        return pattern + Regex.Escape(expected[at..]);
    }

    [GeneratedRegex(@"\{([A-Za-z0-9.]+)\}")]
    private static partial Regex Name();
}
