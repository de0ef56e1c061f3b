using VideoGen.Cli.Service;

namespace VideoGen.Cli.Screen;

/// <summary>Prints a job for a person to read.</summary>
internal static class Summary
{
    /// <summary>What came of it.</summary>
    public static void Write(TextWriter output, JobView job, IReadOnlyList<string> files)
    {
        output.WriteLine();
        Head(output, job);
        Outcome(output, job, files);
    }

    /// <summary>All of it: also what was asked for, and when.</summary>
    public static void WriteWhole(TextWriter output, JobView job)
    {
        Head(output, job);
        if (!job.IsOver) Row(output, "stage", $"{job.Stage}, {job.Progress} %: {job.Doing}");
        Row(output, "prompt", job.Prompt ?? "");
        if (job.EnhancedPrompt is { } enhanced && enhanced != job.Prompt) Row(output, "scene", enhanced);
        if (Asked(job) is { Length: > 0 } asked) Row(output, "asked for", asked);
        if (job.CreatedAt is { } created) Row(output, "started", $"{created:yyyy-MM-dd HH:mm:ss} UTC");
        if (Times(job.Timings) is { Length: > 0 } times) Row(output, "took", times);
        Outcome(output, job, []);
    }

    private static void Head(TextWriter output, JobView job)
    {
        Row(output, "job", $"{job.Id}, {job.Status}{(job.Timings?.Total is { } total ? Text.Of($" in {total:0.0} s") : "")}");
        if (job.Error is { } error) Row(output, "error", $"{error.Code}: {error.Message}");
        if (job.Status == "submission_unknown") Row(output, "decide", $"{job.Message}: see docs/operation.md#submission_unknown");
        if (job.Provider is not null) Row(output, "made by", $"{job.Provider}, {job.Model}{(job.Mode == "simulation" ? " (a simulation)" : "")}");
    }

    private static void Outcome(TextWriter output, JobView job, IReadOnlyList<string> files)
    {
        foreach (var video in job.Videos ?? []) Row(output, "video", Describe(video));
        foreach (var file in files) Row(output, "saved", Shorten(file));
        foreach (var change in job.Adapted ?? []) Row(output, "adapted", $"{change.Field}: {change.Asked} -> {change.Used} ({change.Why})");
        foreach (var hop in job.Trace ?? []) Row(output, "asked", Describe(hop));
        if (job.Cost is { } cost) Row(output, "cost", $"{Text.Money(cost.Charged) ?? "nothing"}{Text.Money(cost.Quoted, ", quoted ")}{(cost.Points is null or 0 ? "" : $", {cost.Points} points")}");
    }

    private static void Row(TextWriter output, string label, string value) => output.WriteLine($"  {label,-9} {Text.Plain(value)}");

    private static string Asked(JobView job) => Join(
        job.Kind is null or "text-to-video" ? null : job.Kind,
        Named("style", job.Style), Named("theme", job.Theme), Named("for", job.Platform), Named("camera", job.Camera),
        job.Duration is { } seconds ? Text.Of($"{seconds} s") : null,
        job.Tags is { Count: > 0 } tags ? $"tags {string.Join(" ", tags)}" : null);

    private static string Times(Timings? timings) => Join(
        Seconds("queued", timings?.Queued), Seconds("enhance", timings?.Enhance), Seconds("generate", timings?.Generate),
        Seconds("download", timings?.Download), Seconds("transcode", timings?.Transcode));

    private static string Describe(VideoView video) => video.SizeBytes is null ? video.Status : Join(
        $"{video.Width}x{video.Height}",
        video.DurationSeconds is { } seconds ? Text.Of($"{seconds:0.##} s") : null,
        video.Fps is { } fps ? Text.Of($"{fps:0.##} fps") : null,
        video.Codec,
        Text.Of($"{video.SizeBytes / 1000.0:#,0} kB"),
        video.Thumbnail is null or "available" ? null : $"thumbnail {video.Thumbnail}");

    private static string Describe(Hop hop) =>
        $"{hop.Provider}, {hop.Model}: {hop.Verdict}{Text.Money(hop.Cost, " for ")}{(hop.Detail is null ? "" : $" ({hop.Detail})")}";

    private static string Shorten(string path) =>
        Path.GetRelativePath(Environment.CurrentDirectory, path) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;

    private static string? Named(string name, string? value) => value is null ? null : $"{name} {value}";

    private static string? Seconds(string name, double? seconds) => seconds is null ? null : Text.Of($"{name} {seconds:0.0} s");

    private static string Join(params string?[] parts) => string.Join(", ", parts.Where(part => part is not null));
}
