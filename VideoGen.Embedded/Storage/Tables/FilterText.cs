using System.Globalization;
using System.Text.RegularExpressions;

namespace VideoGen.Embedded.Storage.Tables;

/// <summary>Writes values into filters, quoted and typed.</summary>
internal static class FilterText
{
    public static string Create(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return string.Format(CultureInfo.InvariantCulture, filter.Format, [.. filter.GetArguments().Select(Literal)]);
    }

    public static string Literal(object? value) => value switch
    {
        null => "null",
        string text => Quoted(text),
        char letter => Quoted(letter.ToString()),
        bool flag => flag ? "true" : "false",
        sbyte or byte or short or ushort or int => Invariant($"{value}"),
        long number => Invariant($"{number}L"),
        double number => Real(number.ToString("R", CultureInfo.InvariantCulture)),
        float number => Real(number.ToString("R", CultureInfo.InvariantCulture)),
        DateTimeOffset moment => Moment(moment.UtcDateTime),
        DateTime moment => Moment(moment.Kind is DateTimeKind.Unspecified ? moment : moment.ToUniversalTime()),
        Guid guid => $"guid'{guid:D}'",
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        BinaryData data => $"X'{Convert.ToHexString(data)}'",
        Enum => Quoted(value.ToString()!),
        _ => throw new ArgumentException($"A filter cannot hold a value of type {value.GetType()}.", nameof(value)),
    };

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Moment(DateTime moment) => Invariant($"datetime'{moment:yyyy-MM-ddTHH:mm:ss.fffffff}Z'");

    // Without a point it would be an integer, which an Int32 property equals and a Double literal does not.
    private static string Real(string number) => Regex.IsMatch(number, "^-?[0-9]+$") ? number + ".0" : number;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
