namespace VideoGen.Domain.Media;

/// <summary>How a picture comes into a frame of another shape.</summary>
public static class Fit
{
    /// <summary>All of it, with black bars.</summary>
    public const string Whole = "fit";

    /// <summary>The frame is full, and what reaches over is cut off.</summary>
    public const string Fill = "fill";

    /// <summary>All of it, on a blurred copy of itself.</summary>
    public const string Blur = "blur";

    public static IReadOnlyList<string> All { get; } = [Whole, Fill, Blur];
}
