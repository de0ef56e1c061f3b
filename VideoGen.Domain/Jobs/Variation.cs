using VideoGen.Domain.Media;

namespace VideoGen.Domain.Jobs;

/// <summary>What shall be other about a job that is made once more; null for as it was.</summary>
public sealed record Variation(string? Style, long? Seed, string? Model, string? Camera)
{
    private const string Gone = "came inside the request of the first job and cannot be used again; upload it, and name it in a start.";

    /// <summary>Other words altogether: a remix.</summary>
    public string? Prompt { get; init; }

    /// <summary>The request to begin such a job with.</summary>
    /// <param name="first">The job that is made once more.</param>
    /// <param name="resolved">Its request, as it was resolved.</param>
    /// <param name="wish">How its files were wanted: what the caller said itself about size and rate.</param>
    /// <param name="group">What it and its variations are found by.</param>
    /// <exception cref="ProblemException">Nothing is other, or an input is not there any more.</exception>
    public JobRequest Of(JobId first, JobRequest resolved, DeliveryWish? wish, string group)
    {
        if (this == new Variation(null, null, null, null)) throw Errors.InvalidRequest("style", "or seed, model or camera must be given: something must be other.");
        if (IsGone(resolved.Image)) throw Errors.InvalidRequest("image", Gone);
        if (IsGone(resolved.Video)) throw Errors.InvalidRequest("video", Gone);
        if (resolved.References.Any(IsGone)) throw Errors.InvalidRequest("references", Gone);

        // Of the sizes in a resolved request the model chose some; what the caller chose is in the wish.
        var sized = wish?.Width is not null;
        return resolved with
        {
            Prompt = Prompt ?? resolved.Prompt,
            RemixedFrom = Prompt is null ? null : first.Value,
            Style = Style ?? resolved.Style,
            Seed = Seed ?? resolved.Seed,
            Model = Model ?? resolved.Model,
            Provider = Model is null ? resolved.Provider : null,
            Camera = Camera is null ? resolved.Camera : [Camera],
            Width = wish?.Width,
            Height = wish?.Height,
            AspectRatio = sized ? null : resolved.AspectRatio,
            Format = sized || resolved.AspectRatio is not null ? null : resolved.Format,
            Fps = wish?.Fps,
            Group = group,
        };
    }

    private static bool IsGone(MediaSource? source) => source == new MediaSource();
}
