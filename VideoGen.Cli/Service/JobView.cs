namespace VideoGen.Cli.Service;

/// <summary>A job as the native API answers it, as far as it is shown here. An event tells less of it.</summary>
internal sealed record JobView(
    string Id,
    string Status,
    string? Stage = null,
    int Progress = 0,
    string? Message = null,
    string? Mode = null,
    string? Provider = null,
    string? Model = null,
    string? Prompt = null,
    string? EnhancedPrompt = null,
    string? Kind = null,
    string? Style = null,
    string? Theme = null,
    string? Platform = null,
    string? Camera = null,
    double? Duration = null,
    IReadOnlyList<string>? Tags = null,
    IReadOnlyList<Adaptation>? Adapted = null,
    IReadOnlyList<VideoView>? Videos = null,
    IReadOnlyList<Hop>? Trace = null,
    Cost? Cost = null,
    Timings? Timings = null,
    JobError? Error = null,
    DateTimeOffset? CreatedAt = null,
    DateTimeOffset? CompletedAt = null)
{
    public bool IsOver => Status is "completed" or "failed" or "canceled";

    /// <summary>Whether it goes on without anybody doing something.</summary>
    public bool GoesOn => !IsOver && Status != "submission_unknown";

    public string Doing => Message ?? Stage ?? Status;
}

internal sealed record Adaptation(string Field, object? Asked, object? Used, string? Why);

internal sealed record VideoView(
    int Index, string Status, string? ContentUrl, string? ThumbnailUrl = null, string? Thumbnail = null, long? SizeBytes = null, string? Sha256 = null,
    int? Width = null, int? Height = null, double? DurationSeconds = null, double? Fps = null, string? Codec = null, bool Simulated = false);

internal sealed record Hop(string Provider, string Model, string Verdict, string? Detail, decimal? Cost, string? Key = null, DateTimeOffset? At = null);

internal sealed record Cost(decimal? Quoted, decimal? Charged, int? Points = null);

/// <summary>In seconds; null for what was not done.</summary>
internal sealed record Timings(
    double? Queued = null, double? Enhance = null, double? Generate = null, double? Download = null, double? Transcode = null, double? Total = null);

internal sealed record JobError(string Code, string Message);

/// <summary>A page of jobs.</summary>
internal sealed record Page(IReadOnlyList<JobView> Videos, string? Next = null);

/// <summary>A file that was taken.</summary>
internal sealed record Upload(string Id);
