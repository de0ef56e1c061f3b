using System.Globalization;
using System.Text;
using System.Text.Json;

namespace VideoGen.Benchmarks;

/// <summary>Everything one run found out.</summary>
internal sealed record Report(DateTimeOffset At, string Machine, double Load, bool Quick, IReadOnlyList<Engine> Engines, IReadOnlyList<string> Absent, IReadOnlyList<Comparison> Comparisons, IReadOnlyList<Bound> Bounds)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{At:yyyy-MM-dd HH:mm} UTC, {Machine}");
        if (Load > 1) text.AppendLine(CultureInfo.InvariantCulture, $"The machine was busy before this began (load {Load:0.0}): no figure here is worth keeping.");
        text.AppendLine();
        text.AppendLine("Every engine persists every step:");
        foreach (var engine in Engines) text.AppendLine(CultureInfo.InvariantCulture, $"  {engine.Title,-34} {engine.Durability}");
        foreach (var reason in Absent) text.AppendLine("  " + reason);
        foreach (var comparison in Comparisons) Append(text, comparison);
        text.AppendLine();
        foreach (var bound in Bounds)
        {
            var target = bound.Most is { } most ? $"  target < {Number(most)}  {Word(bound.Met)}" : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"{bound.Title,-70} {Number(bound.Value),9} {bound.Unit,-10}{target}");
        }

        return text.ToString().TrimEnd();
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            At,
            Machine,
            Load,
            Quick,
            Engines,
            Absent,
            Comparisons = Comparisons.Select(cell => new
            {
                cell.Title,
                cell.Unit,
                cell.MoreIsBetter,
                cell.Target,
                cell.Met,
                FastestPeer = cell.FastestPeer?.Engine.Name,
                cell.Ceiling,
                cell.CeilingHalfMet,
                cell.DiskLimit,
                Series = cell.Series.Select(series => new { Engine = series.Engine.Name, series.Median, series.Values, series.Details, OursIsBetter = series.Engine.IsOurs ? null : cell.RatioTo(series) }),
            }),
            Bounds,
        }, Indented);

    private static void Append(StringBuilder text, Comparison cell)
    {
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{cell.Title} ({cell.Unit}, {(cell.MoreIsBetter ? "more" : "less")} is better; median of {cell.Ours.Values.Count})");
        foreach (var series in cell.Series)
        {
            var ratio = series.Engine.IsOurs ? "" : Words(cell.RatioTo(series));
            var details = series.Details is null ? "" : string.Join(", ", series.Details.Select(detail => $"{detail.Key} {Number(detail.Value)}"));
            text.AppendLine($"  {series.Engine.Title,-34} {Number(series.Median),9}  {ratio,-42} {details}".TrimEnd());
        }

        if (cell.FastestPeer is { } fastest) text.AppendLine(CultureInfo.InvariantCulture, $"  target: {cell.Target:0.#} times better than the fastest peer ({fastest.Engine.Name})  {Word(cell.Met)}");
        if (cell.Ceiling is { } ceiling) text.AppendLine(CultureInfo.InvariantCulture, $"  target: half of {ceiling:0}, what the official engine does in memory, persisting nothing (measured elsewhere)  {Word(cell.CeilingHalfMet)}");
        if (cell.DiskLimit is not { } limit) return;
        text.AppendLine(limit > cell.Ours.Median
            ? $"  limit: {Number(limit)}, the one-row commits of the disk in the same rounds over the syncs of ours; reached to {Number(100 * cell.Ours.Median / limit)} %"
            : "  limit: the disk's could not be taken, the machine is too busy");
    }

    private static string Words(Ratio ratio) => string.Create(CultureInfo.InvariantCulture, $"ours is {ratio.Median:0.0} times better ({ratio.Least:0.0}-{ratio.Most:0.0})");

    private static string Word(bool? met) => met switch { true => "met", false => "MISSED", null => "" };

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) switch { >= 100 => "N0", >= 10 => "0.0", >= 1 => "0.00", _ => "0.000" }, CultureInfo.InvariantCulture);
}
