namespace VideoGen.Domain.Media;

/// <summary>Where the pictures of a sprite sheet lie: taken at equal steps, left to right and top to bottom.</summary>
public sealed record SpriteLayout(int Columns, int Rows, int Count, int TileWidth, int TileHeight, double IntervalSeconds)
{
    private const int MostColumns = 5;
    private const int MostTiles = 25;
    private const int LongSide = 240;

    /// <summary>Two pictures a second, at most 25, with the longer side 240.</summary>
    public static SpriteLayout For(MediaFacts video)
    {
        var count = Math.Clamp((int)Math.Ceiling(video.DurationSeconds * 2), 1, MostTiles);
        var columns = Math.Min(count, MostColumns);
        var scale = (double)LongSide / Math.Max(video.Width, video.Height);
        return new(
            columns,
            (count + columns - 1) / columns,
            count,
            Even(video.Width * scale),
            Even(video.Height * scale),
            Math.Round(Math.Max(video.DurationSeconds, 0.001) / count, 4));
    }

    private static int Even(double side) => Math.Max(2, 2 * (int)Math.Round(side / 2));
}
