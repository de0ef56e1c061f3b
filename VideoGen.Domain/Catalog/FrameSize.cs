using System.Text.Json.Serialization;

namespace VideoGen.Domain.Catalog;

/// <summary>Width and height in pixels.</summary>
public sealed record FrameSize(int Width, int Height)
{
    [JsonIgnore]
    public double Ratio => (double)Width / Height;

    /// <summary>The one of nearest shape; among equals, of nearest size.</summary>
    public FrameSize NearestOf(IEnumerable<FrameSize> offered) => offered.OrderBy(ShapeDistance).ThenBy(AreaDistance).First();

    /// <summary>How far the shapes are apart, as 0 for the same; a wider one is as far as a narrower one.</summary>
    public double ShapeDistance(FrameSize other) => Math.Round(Math.Abs(Math.Log(other.Ratio / Ratio)), 3);

    /// <summary>In pixels.</summary>
    public long AreaDistance(FrameSize other) => Math.Abs(((long)other.Width * other.Height) - ((long)Width * Height));

    public override string ToString() => $"{Width}:{Height}";
}
