namespace VideoGen.Domain.Catalog;

/// <summary>The shapes callers name, and the size each stands for.</summary>
public static class Shapes
{
    public const string DefaultAspect = "16:9";

    /// <summary>Longest side given to a shape that is no preset.</summary>
    private const int LongSide = 1280;

    private static readonly Dictionary<string, FrameSize> Presets = new()
    {
        ["9:16"] = new(720, 1280),
        ["16:9"] = new(1280, 720),
        ["1:1"] = new(1024, 1024),
        ["4:3"] = new(1024, 768),
        ["3:4"] = new(768, 1024),
    };

    private static readonly Dictionary<string, string> AspectOfFormat = new()
    {
        ["portrait"] = "9:16",
        ["landscape"] = "16:9",
        ["square"] = "1:1",
    };

    public static IEnumerable<string> Formats => AspectOfFormat.Keys;

    public static bool IsFormat(string name) => AspectOfFormat.ContainsKey(name);

    public static string AspectOf(string format) => AspectOfFormat[format];

    public static string FormatOf(FrameSize size) =>
        size.Width == size.Height ? "square" : size.Width > size.Height ? "landscape" : "portrait";

    /// <summary>The size of an aspect such as <c>16:9</c>; null for what is none, or is narrower than 1:4.</summary>
    public static FrameSize? SizeOf(string aspect)
    {
        if (Presets.TryGetValue(aspect, out var preset)) return preset;

        var parts = aspect.Split(':');
        if (parts.Length != 2 || !IsSide(parts[0], out var width) || !IsSide(parts[1], out var height)) return null;

        var ratio = (double)width / height;
        return ratio is < 0.25 or > 4 ? null
            : ratio >= 1 ? new(LongSide, Even(LongSide / ratio))
            : new(Even(LongSide * ratio), LongSide);
    }

    private static bool IsSide(string text, out int side) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, null, out side) && side is > 0 and < 100;

    // H.264 wants even sides.
    private static int Even(double side) => 2 * (int)Math.Round(side / 2);
}
