using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;

namespace VideoGen.Domain.Media;

/// <summary>How the caller wants the file, whatever the model makes: what is missing, transcoding does.</summary>
/// <param name="Quality">low, medium or high.</param>
/// <param name="Width">In pixels, even, together with <paramref name="Height"/>.</param>
/// <param name="Fps">Frames a second.</param>
/// <param name="Fit">One of <see cref="Media.Fit"/>.</param>
public sealed record DeliveryWish(string? Quality, int? Width, int? Height, int? Fps, string Fit)
{
    private static readonly Dictionary<string, FrameSize> FullSizes = new()
    {
        ["portrait"] = new(1080, 1920),
        ["landscape"] = new(1920, 1080),
        ["square"] = new(1080, 1080),
    };

    /// <summary>The full size of a format, to which a video is brought when that is asked for.</summary>
    public static FrameSize FullSizeOf(string format) => FullSizes[format];

    /// <summary>What the request as it was asked, before gaps were filled, wishes for; null when any file will do.</summary>
    /// <remarks>A format or an aspect alone is a wish to the model. With a fit it is one to the file: that very shape, a format in its full size.</remarks>
    public static DeliveryWish? Of(JobRequest asked)
    {
        var size = SizeOf(asked);
        return asked.Quality is null && asked.Fps is null && size is null
            ? null
            : new(asked.Quality, size?.Width, size?.Height, asked.Fps, asked.Fit ?? Media.Fit.Whole);
    }

    /// <summary>The candidate, saying of its video what transcoding will do after it is made.</summary>
    public Candidate Promise(Candidate candidate)
    {
        var (step, size) = (candidate.Last(), $"{Width}:{Height}");
        var made = $"{step.Width}:{step.Height}";
        var isScaled = Width is not null && made != size;
        var told = new List<Adaptation>();
        foreach (var adapted in candidate.Adapted)
        {
            switch (adapted.Field)
            {
                case "width" or "height" or "format" or "aspectRatio" when Width is not null:
                case "quality" when Quality is not null:
                    break;
                case "fps" when Fps is not null:
                    told.Add(adapted with { Used = $"{adapted.Used}, brought to {Fps}", Why = $"{adapted.Why}; resampled after generation" });
                    break;
                default:
                    told.Add(adapted);
                    break;
            }
        }

        if (isScaled) told.Insert(0, new("width", size, $"{made}, brought to {size}", $"the nearest that {candidate.Model} makes; scaled after generation ({Fit})"));
        return candidate with { Adapted = told };
    }

    private static FrameSize? SizeOf(JobRequest asked) => asked switch
    {
        { Width: { } width, Height: { } height } => new(Even(width), Even(height)),
        { Fit: null } => null,
        { Format: { } format } => FullSizes[format],
        { AspectRatio: { } aspect } => Shapes.SizeOf(aspect),
        _ => null,
    };

    // H.264 has no odd sides.
    private static int Even(int side) => side & ~1;
}
