using System.Buffers.Binary;
using System.Text;

namespace VideoGen.ProviderSim.Stage;

/// <summary>Cuts a film to its first seconds. It is an MP4 of one track in one chunk, index before media, with a key frame each second.</summary>
internal sealed class Film(int seconds, int ofSeconds)
{
    private long _mediaLength;

    public static byte[] Cut(byte[] film, int seconds, int ofSeconds) => new Film(seconds, ofSeconds).Cut(film);

    /// <summary>A box of the given type.</summary>
    public static byte[] Box(string type, ReadOnlySpan<byte> content)
    {
        var box = new byte[8 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        Encoding.ASCII.GetBytes(type, box.AsSpan(4));
        content.CopyTo(box.AsSpan(8));
        return box;
    }

    private byte[] Cut(byte[] film) => Each(film, (type, content) => type switch
    {
        // What the index loses in length is filled, so that the media stay where it says they are.
        "moov" when Index(content) is var index && index.Length < content.Length => [.. Box(type, index), .. Box("free", new byte[content.Length - index.Length - 8])],
        "mdat" => Box(type, content.AsSpan(0, Math.Min(content.Length, (int)_mediaLength))),
        _ => Box(type, content),
    });

    private byte[] Index(byte[] boxes) => Each(boxes, (type, content) => Box(type, type switch
    {
        "trak" or "edts" or "mdia" or "minf" or "stbl" => Index(content),
        "mvhd" or "mdhd" => Scaled(content, 16),
        "tkhd" => Scaled(content, 20),
        "elst" or "stts" => Scaled(content, 8),
        "stsc" => Scaled(content, 12),
        "stss" => Scaled(content, 4) is var table ? table[..(8 + (4 * Number(table, 4)))] : content,
        "stsz" => Sizes(Scaled(content, 8)),
        _ => content,
    }));

    private byte[] Sizes(byte[] table)
    {
        var kept = table[..(12 + (4 * Number(table, 8)))];
        _mediaLength = Enumerable.Range(0, Number(table, 8)).Sum(frame => (long)Number(kept, 12 + (4 * frame)));
        return kept;
    }

    /// <summary>The number at that place, be it a duration or a count of frames, is that of the whole film: it shrinks with it.</summary>
    private byte[] Scaled(byte[] content, int at)
    {
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(at), (int)((long)Number(content, at) * seconds / ofSeconds));
        return content;
    }

    private static int Number(byte[] content, int at) => BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(at));

    private static byte[] Each(byte[] boxes, Func<string, byte[], byte[]> change)
    {
        using var changed = new MemoryStream(boxes.Length);
        for (var at = 0; at < boxes.Length; at += Number(boxes, at))
        {
            changed.Write(change(Encoding.ASCII.GetString(boxes, at + 4, 4), boxes[(at + 8)..(at + Number(boxes, at))]));
        }

        return changed.ToArray();
    }
}
