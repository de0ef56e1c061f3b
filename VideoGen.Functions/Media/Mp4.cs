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
    public static async Task<MediaReading> ReadAsync(Stream stream, CancellationToken ct)
    {
        try
        {
            var (index, container, isFirst) = await ReadIndexAsync(stream, ct);
            return new(Mp4Index.Facts(index) with { Container = container, IndexFirst = isFirst }, MediaCondition.Sound, null);
        }
        catch (BrokenMp4Exception e)
        {
            return new(null, e.Condition, e.Message);
        }
    }

    /// <summary>Walks all boxes of the file, as only that shows that none is cut short.</summary>
    private static async Task<(byte[] Index, string Container, bool IsFirst)> ReadIndexAsync(Stream stream, CancellationToken ct)
    {
        var header = new byte[16];
        byte[]? index = null;
        var container = "mp4";
        var (position, hasMedia, isFirst) = (0L, false, false);
        for (var box = 0; box < MaxBoxes && position < stream.Length; box++)
        {
            stream.Position = position;
            var read = await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, ct);
            if (read < 8) throw Broken("it is cut short", MediaCondition.Truncated);

            var type = Encoding.Latin1.GetString(header, 4, 4);
            if (box == 0 && type != "ftyp") throw Broken("it does not begin as an MP4 file does", MediaCondition.NotAVideo);
            if (box == 0 && read >= 12 && header.AsSpan(8, 2).SequenceEqual("qt"u8)) container = "mov";

            var (start, size) = BinaryPrimitives.ReadUInt32BigEndian(header) switch
            {
                0 => (8, stream.Length - position),
                1 when read == 16 => (16, BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(8))),
                var small => (8, (long)small),
            };
            if (size < start) throw Broken("a box has an impossible size");
            if (size > stream.Length - position) throw Broken($"it is cut short, within '{Printable(type)}'", MediaCondition.Truncated);

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

        if (index is null) throw Broken("it has no index (moov)", stream.Length == 0 ? MediaCondition.Empty : MediaCondition.Truncated);
        return hasMedia ? (index, container, isFirst) : throw Broken("it has no media (mdat)", MediaCondition.Truncated);
    }

    internal static BrokenMp4Exception Broken(string how, MediaCondition condition = MediaCondition.Damaged) =>
        new($"The file is no sound MP4: {how}.", condition);

    internal static string Printable(string type) => string.Concat(type.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '?'));
}

/// <summary>What is wrong with the file, found while it was read.</summary>
internal sealed class BrokenMp4Exception(string message, MediaCondition condition) : Exception(message)
{
    public MediaCondition Condition { get; } = condition;
}
