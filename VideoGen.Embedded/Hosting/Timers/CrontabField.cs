using System.Globalization;

namespace VideoGen.Embedded.Hosting.Timers;

/// <summary>One field of a schedule: which of its values are meant.</summary>
internal sealed class CrontabField
{
    private static readonly string[] Months = [.. CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Take(12)];
    private static readonly string[] Days = CultureInfo.InvariantCulture.DateTimeFormat.DayNames;

    private readonly ulong _values;
    private readonly int _max;

    private CrontabField(ulong values, int max)
    {
        _values = values;
        _max = max;
    }

    public static CrontabField Seconds(string text) => Parse("second", text, 0, 59);

    public static CrontabField Minutes(string text) => Parse("minute", text, 0, 59);

    public static CrontabField Hours(string text) => Parse("hour", text, 0, 23);

    public static CrontabField DaysOfMonth(string text) => Parse("day", text, 1, 31);

    public static CrontabField MonthsOfYear(string text) => Parse("month", text, 1, 12, Months);

    public static CrontabField DaysOfWeek(string text) => Parse("day of week", text, 0, 6, Days);

    public bool Has(int value) => (_values >> value & 1) == 1;

    /// <summary>The first value from there on; null when the next one is in the next round.</summary>
    public int? From(int value)
    {
        for (; value <= _max; value++)
        {
            if (Has(value)) return value;
        }

        return null;
    }

    private static CrontabField Parse(string name, string text, int min, int max, string[]? names = null)
    {
        ulong values = 0;
        foreach (var part in text.Split(','))
        {
            var (from, to, step) = Range(name, part, min, max, names);
            for (var value = from; value <= to; value += step)
            {
                values |= 1UL << value;
            }
        }

        return new(values, max);
    }

    private static (int From, int To, int Step) Range(string name, string part, int min, int max, string[]? names)
    {
        var stepped = part.Split('/');
        var ends = stepped[0].Split('-');
        var step = stepped.Length == 1 ? 1 : Number(name, stepped[1], 1, max, null);
        if (stepped.Length > 2 || ends.Length > 2) throw Wrong(name, part, min, max);
        if (stepped[0] == "*") return (min, max, step);

        var from = Number(name, ends[0], min, max, names);
        var to = ends.Length == 2 ? Number(name, ends[1], min, max, names) : stepped.Length == 2 ? max : from;
        return from <= to ? (from, to, step) : throw Wrong(name, part, min, max);
    }

    private static int Number(string field, string text, int min, int max, string[]? names)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number >= min && number <= max ? number : throw Wrong(field, text, min, max);
        }

        var named = names is null || text.Length < 3 ? -1 : Array.FindIndex(names, name => name.StartsWith(text, StringComparison.OrdinalIgnoreCase));
        return named < 0 ? throw Wrong(field, text, min, max) : named + min;
    }

    private static FormatException Wrong(string name, string text, int min, int max) =>
        new($"the {name} '{text}' is not within {min} to {max}");
}
