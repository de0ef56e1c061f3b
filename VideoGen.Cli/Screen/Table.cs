namespace VideoGen.Cli.Screen;

/// <summary>Rows under their names, each column as wide as it needs to be; the last has what is left of the terminal.</summary>
internal static class Table
{
    private const string Gap = "  ";
    private const int LeastOfLast = 10;

    /// <param name="output">Where.</param>
    /// <param name="columns">How wide that is; null where nobody looks, and nothing is cut.</param>
    /// <param name="rows">The names first.</param>
    public static void Write(TextWriter output, int? columns, IReadOnlyList<string[]> rows)
    {
        rows = [.. rows.Select(row => row.Select(Text.Plain).ToArray())];
        var widths = Enumerable.Range(0, rows[0].Length - 1).Select(column => rows.Max(row => Text.Width(row[column]))).ToList();
        var left = columns - widths.Sum(width => width + Gap.Length);
        foreach (var row in rows)
        {
            var cells = widths.Select((width, column) => Text.PadRight(row[column], width));
            var last = left is null ? row[^1] : Text.Cut(row[^1], Math.Max(left.Value, LeastOfLast));
            output.WriteLine(string.Join(Gap, [.. cells, last]).TrimEnd());
        }
    }
}
