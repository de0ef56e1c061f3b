using System.Buffers.Binary;
using System.Text;

namespace VideoGen.ProviderSim.Stage;

/// <summary>The pictures and films the providers hand out: real H.264 and PNG in three shapes, the nearest to the ratio asked for.</summary>
internal static class Samples
{
    private const int FilmSeconds = 10;
    private static readonly (string Name, double Shape)[] _shapes = [("landscape", 1280.0 / 720), ("square", 1), ("portrait", 720.0 / 1280)];
    private static readonly Dictionary<string, byte[]> _files = Load();

    public static byte[] Picture(int width, int height) => _files[$"{Nearest(width, height)}.png"];

    /// <summary>A film of that many seconds, at most ten, that ends in a free box with the mark, so that no two tasks give the same bytes.</summary>
    public static byte[] Film(int width, int height, int seconds, string mark)
    {
        var film = _files[$"{Nearest(width, height)}.mp4"];
        var tail = Encoding.UTF8.GetBytes(mark);
        var bytes = new byte[film.Length + 8 + tail.Length];
        film.CopyTo(bytes, 0);
        Shorten(bytes.AsSpan(0, film.Length), Math.Min(seconds, FilmSeconds));
        WriteBox(bytes.AsSpan(film.Length), (uint)(8 + tail.Length));
        tail.CopyTo(bytes, film.Length + 8);
        return bytes;
    }

    /// <summary>The header of a free box of any size, in its 64-bit form.</summary>
    public static byte[] FreeBox(long size)
    {
        var header = new byte[16];
        WriteBox(header, 1);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(8), size);
        return header;
    }

    private static void WriteBox(Span<byte> at, uint size)
    {
        BinaryPrimitives.WriteUInt32BigEndian(at, size);
        "free"u8.CopyTo(at[4..]);
    }

    /// <summary>Shows less of the film: its edit list and the durations beside it, in the movie's own time scale.</summary>
    private static void Shorten(Span<byte> film, int seconds)
    {
        foreach (var (box, duration) in new[] { ("mvhd"u8.ToArray(), 20), ("tkhd"u8.ToArray(), 24), ("elst"u8.ToArray(), 12) })
        {
            var at = film.IndexOf(box) + duration;
            var whole = BinaryPrimitives.ReadUInt32BigEndian(film[at..]);
            BinaryPrimitives.WriteUInt32BigEndian(film[at..], (uint)(whole / FilmSeconds * seconds));
        }
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
