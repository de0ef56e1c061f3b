namespace VideoGen.Domain.Catalog;

/// <summary>What is known of an input image.</summary>
public sealed record ImageFacts(string ContentType, long Bytes, int Width, int Height);

/// <summary>What an image must keep to be taken by a model. A limit of 0 is none that is known.</summary>
public sealed record ImageLimits
{
    /// <summary>Of a file handed over by us.</summary>
    public long MaxBytes { get; init; }

    /// <summary>Of a file the provider fetches.</summary>
    public long MaxBytesByUrl { get; init; }

    /// <summary>In pixels.</summary>
    public int LeastSide { get; init; }

    /// <summary>Width by height, at least.</summary>
    public double Narrowest { get; init; }

    /// <summary>Width by height, at most.</summary>
    public double Widest { get; init; }

    /// <summary>False when the provider fetches nothing and the bytes must be handed over.</summary>
    public bool TakesUrl { get; init; }

    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Why the image would be refused, as the end of a sentence on it; null when it is fine.</summary>
    public string? FaultOf(ImageFacts image)
    {
        var ratio = (double)image.Width / Math.Max(1, image.Height);
        return !Types.Contains(image.ContentType) ? $"is {image.ContentType}, taken are {string.Join(", ", Types)}."
            : MaxBytes > 0 && image.Bytes > MaxBytes ? $"has {image.Bytes} bytes, at most {MaxBytes} are taken."
            : Math.Min(image.Width, image.Height) < LeastSide ? $"is {image.Width}x{image.Height}, each side must have at least {LeastSide} pixels."
            : (Narrowest > 0 && ratio < Narrowest) || (Widest > 0 && ratio > Widest) ? $"is {image.Width}x{image.Height}, which is too narrow or too wide."
            : null;
    }
}
