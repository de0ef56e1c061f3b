using System.Buffers.Binary;
using System.Text;
using VideoGen.Domain.Media;

namespace VideoGen.Functions.Media;

/// <summary>Reads what an MP4 file (ISO base media, ISO/IEC 14496-12) says about its picture, and whether it is whole.</summary>
/// <remarks>
/// Made for files from strangers: it seeks over the media, reads no more than the index, and takes no size in the file on trust.
/// </remarks>
public static class Mp4
{
    private const int MaxIndex = 32 * 1024 * 1024;
    private const int MaxBoxes = 10_000;

    /// <summary>Reads the stream, which must be able to seek, from its start.</summary>
    public static async Task<Mp4Reading> ReadAsync(Stream stream, CancellationToken ct)
    {
        try
        {
            var (index, isFirst) = await ReadIndexAsync(stream, ct);
            return new(Mp4Index.Facts(index), isFirst, null);
        }
        catch (InvalidDataException e)
        {
            return new(null, false, e.Message);
        }
    }

    /// <summary>Walks all boxes of the file, as only that shows that none is cut short.</summary>
    private static async Task<(byte[] Index, bool IsFirst)> ReadIndexAsync(Stream stream, CancellationToken ct)
    {
        var header = new byte[16];
        byte[]? index = null;
        var (position, hasMedia, isFirst) = (0L, false, false);
        for (var box = 0; box < MaxBoxes && position < stream.Length; box++)
        {
            stream.Position = position;
            var read = await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, ct);
            if (read < 8) throw Broken("it is cut short");

            var type = Encoding.Latin1.GetString(header, 4, 4);
            if (box == 0 && type != "ftyp") throw Broken("it does not begin as an MP4 file does");

            var (start, size) = BinaryPrimitives.ReadUInt32BigEndian(header) switch
            {
                0 => (8, stream.Length - position),
                1 when read == 16 => (16, BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(8))),
                var small => (8, (long)small),
            };
            if (size < start) throw Broken("a box has an impossible size");
            if (size > stream.Length - position) throw Broken($"it is cut short, within '{Printable(type)}'");

            hasMedia |= type == "mdat";
            if (type == "moov" && index is null)
            {
                if (size > MaxIndex) throw Broken("its index is too large");
                index = new byte[size - start];
                stream.Position = position + start;
                await stream.ReadExactlyAsync(index, ct);
                isFirst = !hasMedia;
            }

            position += size;
        }

        if (index is null) throw Broken("it has no index (moov)");
        return hasMedia ? (index, isFirst) : throw Broken("it has no media (mdat)");
    }

    internal static InvalidDataException Broken(string how) => new($"The file is no sound MP4: {how}.");

    internal static string Printable(string type) => string.Concat(type.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '?'));
}

/// <summary>What came of reading a file as MP4.</summary>
/// <param name="Facts">Null when it is none, or not whole.</param>
/// <param name="IndexFirst">Whether it can be shown while it is still arriving.</param>
/// <param name="Problem">Why there are no facts.</param>
public sealed record Mp4Reading(MediaFacts? Facts, bool IndexFirst, string? Problem);
