using System.Buffers.Binary;
using VideoGen.Domain.Catalog;

namespace VideoGen.Functions.Media;

/// <summary>Reads the size of a picture from its header, without decoding it.</summary>
public static class ImageHeader
{
    private const int HeadLength = 30;
    private const int MaxSegments = 500;
    private const int MaxSide = 65_535;

    /// <summary>Null where the header makes no sense.</summary>
    /// <param name="image">Must be able to seek; read from its start.</param>
    /// <param name="type">As <see cref="MediaType"/> tells it.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<FrameSize?> ReadAsync(Stream image, string type, CancellationToken ct)
    {
        if (type == MediaType.Jpeg) return await ReadJpegAsync(image, ct);

        var head = new byte[HeadLength];
        image.Position = 0;
        var length = await image.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, ct);
        return length < HeadLength ? null : type == MediaType.Png ? Png(head) : WebP(head);
    }

    private static FrameSize? Png(ReadOnlySpan<byte> head) =>
        head[12..16].SequenceEqual("IHDR"u8) ? Size(BinaryPrimitives.ReadUInt32BigEndian(head[16..]), BinaryPrimitives.ReadUInt32BigEndian(head[20..])) : null;

    private static FrameSize? WebP(ReadOnlySpan<byte> head)
    {
        var chunk = head[12..16];
        if (chunk.SequenceEqual("VP8X"u8)) return Size(UInt24(head[24..]) + 1, UInt24(head[27..]) + 1);

        if (chunk.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(head[21..]);
            return head[20] == 0x2F ? Size((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1) : null;
        }

        return chunk.SequenceEqual("VP8 "u8) && head[23..26].SequenceEqual<byte>([0x9D, 0x01, 0x2A])
            ? Size(BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) & 0x3FFFu, BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) & 0x3FFFu)
            : null;
    }

    // From segment to segment, until the one that begins the frame.
    private static async Task<FrameSize?> ReadJpegAsync(Stream image, CancellationToken ct)
    {
        var segment = new byte[9];
        var position = 2L;
        for (var count = 0; count < MaxSegments; count++)
        {
            image.Position = position;
            if (await image.ReadAtLeastAsync(segment, segment.Length, throwOnEndOfStream: false, ct) < segment.Length || segment[0] != 0xFF) return null;

            if (segment[1] == 0xFF)
            {
                // A byte that only fills up.
                position++;
                continue;
            }

            if (segment[1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return Size(BinaryPrimitives.ReadUInt16BigEndian(segment.AsSpan(7)), BinaryPrimitives.ReadUInt16BigEndian(segment.AsSpan(5)));
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(segment.AsSpan(2));
            if (length < 2 || segment[1] is 0xD9 or 0xDA) return null;

            position += 2 + length;
        }

        return null;
    }

    private static uint UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | ((uint)bytes[1] << 8) | ((uint)bytes[2] << 16);

    private static FrameSize? Size(uint width, uint height) =>
        width is > 0 and <= MaxSide && height is > 0 and <= MaxSide ? new((int)width, (int)height) : null;
}
