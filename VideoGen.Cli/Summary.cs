using System.Globalization;

namespace VideoGen.Cli;

/// <summary>Prints a job for a person to read.</summary>
internal static class Summary
{
    public static void Write(TextWriter output, JobView job, IReadOnlyList<string> files)
    {
        output.WriteLine();
        Row("job", $"{job.Id}, {job.Status}{(job.Timings?.Total is { } total ? Text($" in {total:0.0} s") : "")}");
        if (job.Error is { } error) Row("error", $"{error.Code}: {error.Message}");
        if (job.Provider is not null) Row("made by", $"{job.Provider}, {job.Model}{(job.Mode == "simulation" ? " (a simulation)" : "")}");
        foreach (var video in job.Videos ?? []) Row("video", Describe(video));
        foreach (var file in files) Row("saved", Shorten(file));
        foreach (var change in job.Adapted ?? []) Row("adapted", $"{change.Field}: {change.Asked} -> {change.Used} ({change.Why})");
        foreach (var hop in job.Trace ?? []) Row("asked", $"{hop.Provider}, {hop.Model}: {hop.Verdict}{Money(hop.Cost, " for ")}{(hop.Detail is null ? "" : $" ({hop.Detail})")}");
        if (job.Cost is { } cost) Row("cost", $"{Money(cost.Charged) ?? "nothing"}{Money(cost.Quoted, ", quoted ")}");

        void Row(string label, string value) => output.WriteLine($"  {label,-8}  {value}");
    }

    private static string Shorten(string path) =>
        Path.GetRelativePath(Environment.CurrentDirectory, path) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;

    private static string Describe(VideoView video)
    {
        if (video.SizeBytes is null) return video.Status;

        var parts = new[]
        {
            $"{video.Width}x{video.Height}",
            video.DurationSeconds is { } seconds ? Text($"{seconds:0.##} s") : null,
            video.Fps is { } fps ? Text($"{fps:0.##} fps") : null,
            video.Codec,
            Text($"{video.SizeBytes / 1000.0:#,0} kB"),
            video.Thumbnail is null or "available" ? null : $"thumbnail {video.Thumbnail}",
        };
        return string.Join(", ", parts.Where(part => part is not null));
    }

    private static string? Money(decimal? amount, string before = "") => amount is null ? null : Text($"{before}${amount:0.00##}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
