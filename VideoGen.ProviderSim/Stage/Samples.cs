using System.Buffers.Binary;
using System.Text;

namespace VideoGen.ProviderSim.Stage;

/// <summary>The pictures and films the providers hand out: real H.264 and PNG in three shapes, the nearest to the ratio asked for.</summary>
internal static class Samples
{
    public const int FreeBoxHeader = 16;

    private const int FilmSeconds = 10;
    private static readonly (string Name, double Shape)[] _shapes = [("landscape", 1280.0 / 720), ("square", 1), ("portrait", 720.0 / 1280)];
    private static readonly Dictionary<string, byte[]> _files = Load();

    public static byte[] Picture(int width, int height) => _files[$"{Nearest(width, height)}.png"];

    /// <summary>A film of that many seconds, at most ten, that ends in a free box with the mark, so that no two tasks give the same bytes.</summary>
    public static byte[] Movie(int width, int height, int seconds, string mark) =>
        [.. Film.Cut(_files[$"{Nearest(width, height)}.mp4"], Math.Clamp(seconds, 1, FilmSeconds), FilmSeconds), .. Film.Box("free", Encoding.UTF8.GetBytes(mark))];

    /// <summary>The header of a free box of any size, in its 64-bit form.</summary>
    public static byte[] FreeBox(long size)
    {
        var header = new byte[FreeBoxHeader];
        BinaryPrimitives.WriteUInt32BigEndian(header, 1);
        "free"u8.CopyTo(header.AsSpan(4));
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(8), size);
        return header;
    }

    private static string Nearest(int width, int height) =>
        _shapes.MinBy(shape => Math.Abs(Math.Log(shape.Shape) - Math.Log((double)width / height))).Name;

    private static Dictionary<string, byte[]> Load()
    {
        var assembly = typeof(Samples).Assembly;
        return assembly.GetManifestResourceNames().ToDictionary(name => name, name =>
        {
            using var resource = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[resource.Length];
            resource.ReadExactly(bytes);
            return bytes;
        });
    }
}
