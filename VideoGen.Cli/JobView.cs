namespace VideoGen.Cli;

/// <summary>A job as the native API answers it, as far as it is shown here.</summary>
internal sealed record JobView(
    string Id,
    string Status,
    string? Stage,
    int Progress,
    string? Message,
    string? Mode,
    string? Provider,
    string? Model,
    string? Prompt,
    IReadOnlyList<Adaptation>? Adapted,
    IReadOnlyList<VideoView>? Videos,
    IReadOnlyList<Hop>? Trace,
    Cost? Cost,
    Timings? Timings,
    JobError? Error)
{
    public bool IsOver => Status is "completed" or "failed" or "canceled";
}

internal sealed record Adaptation(string Field, object? Asked, object? Used, string? Why);

internal sealed record VideoView(
    int Index, string Status, string? ContentUrl, string? ThumbnailUrl, string? Thumbnail, long? SizeBytes,
    int? Width, int? Height, double? DurationSeconds, double? Fps, string? Codec, bool Simulated);

internal sealed record Hop(string Provider, string Model, string Verdict, string? Detail, decimal? Cost);

internal sealed record Cost(decimal? Quoted, decimal? Charged);

internal sealed record Timings(double? Total);

internal sealed record JobError(string Code, string Message);
