using System.Text.Json.Serialization;

namespace VideoGen.Domain.Catalog;

/// <summary>Width and height in pixels.</summary>
public sealed record FrameSize(int Width, int Height)
{
    [JsonIgnore]
    public double Ratio => (double)Width / Height;

    /// <summary>The one of nearest shape; among equals, of nearest size.</summary>
    public FrameSize NearestOf(IReadOnlyList<FrameSize> offered) => offered
        .OrderBy(size => Math.Round(Math.Abs(Math.Log(size.Ratio / Ratio)), 3))
        .ThenBy(size => Math.Abs(((long)size.Width * size.Height) - ((long)Width * Height)))
        .First();

    /// <summary>As in <c>1280:720</c>.</summary>
    public static FrameSize Parse(string text)
    {
        var parts = text.Split(':');
        return new(int.Parse(parts[0]), int.Parse(parts[1]));
    }

    public override string ToString() => $"{Width}:{Height}";
}
