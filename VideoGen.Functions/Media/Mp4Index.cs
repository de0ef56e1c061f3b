using System.Buffers.Binary;
using System.Text;
using VideoGen.Domain.Media;

namespace VideoGen.Functions.Media;

/// <summary>Takes the facts of the first picture track from the contents of a <c>moov</c> box.</summary>
internal static class Mp4Index
{
    private const int MaxSide = 16_384;
    private const int HighProfile = 100;
    private const double MaxSeconds = 7 * 24 * 3600;

    public static MediaFacts Facts(ReadOnlySpan<byte> moov)
    {
        for (var rest = moov; Next(ref rest, out var type, out var track);)
        {
            if (type.SequenceEqual("trak"u8) && IsOf(track, "vide"u8)) return Facts(moov, track) with { AudioCodec = Sound(moov) };
        }

        throw Mp4.Broken("it has no picture track", MediaCondition.NoPicture);
    }

    private static string? Sound(ReadOnlySpan<byte> moov)
    {
        for (var rest = moov; Next(ref rest, out var type, out var track);)
        {
            if (!type.SequenceEqual("trak"u8) || !IsOf(track, "soun"u8)) continue;

            var descriptions = Find(Find(Find(Find(track, "mdia"u8), "minf"u8), "stbl"u8), "stsd"u8);
            if (descriptions.Length < 16) return "unknown";

            var codec = Encoding.Latin1.GetString(descriptions[12..16]);
            return codec == "mp4a" ? "aac" : Mp4.Printable(codec).ToLowerInvariant();
        }

        return null;
    }

    private static MediaFacts Facts(ReadOnlySpan<byte> moov, ReadOnlySpan<byte> track)
    {
        var media = Find(track, "mdia"u8);
        var table = Find(Find(media, "minf"u8), "stbl"u8);
        var (codec, width, height) = Coded(Find(table, "stsd"u8));
        if (Shown(Find(track, "tkhd"u8)) is var (shownWidth, shownHeight) && shownWidth > 0 && shownHeight > 0)
        {
            (width, height) = (shownWidth, shownHeight);
        }

        if (width is 0 or > MaxSide || height is 0 or > MaxSide) throw Mp4.Broken("its picture has no possible size");

        var frames = Frames(Find(table, "stts"u8));
        if (frames == 0 && Find(moov, "mvex"u8).IsEmpty) throw Mp4.Broken("there is not one frame in it", MediaCondition.ZeroLength);

        var seconds = Seconds(Find(media, "mdhd"u8));
        var fps = seconds is { } length ? Math.Round(frames / length, 3) : 0;
        var details = Details(Find(table, "stsd"u8));
        return new(
            width, height, Math.Round(seconds ?? FragmentedSeconds(moov) ?? 0, 3), fps is > 0 and <= 1000 ? fps : null, codec)
        {
            Rotation = Rotation(Find(track, "tkhd"u8)),
            Hdr = IsHdr(details),
            IsCommon = IsCommon(codec, details),
        };
    }

    private static bool IsOf(ReadOnlySpan<byte> track, ReadOnlySpan<byte> kind) =>
        Find(Find(track, "mdia"u8), "hdlr"u8) is { Length: >= 12 } handler && handler[8..12].SequenceEqual(kind);

    /// <summary>The boxes within the first description of a picture, which say more of it.</summary>
    private static ReadOnlySpan<byte> Details(ReadOnlySpan<byte> descriptions)
    {
        const int Start = 94;
        var end = (int)Math.Min(8 + (long)UInt(descriptions, 8), descriptions.Length);
        return end > Start ? descriptions[Start..end] : default;
    }

    // Of H.264's profiles the later ones have more bits, or more colour, than most players can show.
    private static bool IsCommon(string codec, ReadOnlySpan<byte> details) =>
        codec != "h264" || Find(details, "avcC"u8) is not { Length: > 1 } config || config[1] <= HighProfile;

    // Of the transfer functions (ITU-T H.273) 16 is PQ and 18 HLG.
    private static bool IsHdr(ReadOnlySpan<byte> details) =>
        Find(details, "colr"u8) is { Length: >= 8 } colour && colour[..3].SequenceEqual("ncl"u8) && colour[7] is 16 or 18;

    private static int Rotation(ReadOnlySpan<byte> header)
    {
        var matrix = Matrix(header);
        if (header.Length < matrix + 20) return 0;

        var (a, b, d) = ((int)UInt(header, matrix), (int)UInt(header, matrix + 4), (int)UInt(header, matrix + 16));
        return (a, d) is (0, 0) ? b > 0 ? 90 : 270 : a < 0 && d < 0 ? 180 : 0;
    }

    private static int Matrix(ReadOnlySpan<byte> header) => header.Length > 0 && header[0] == 0 ? 40 : 52;

    private static (string Codec, int Width, int Height) Coded(ReadOnlySpan<byte> descriptions)
    {
        if (descriptions.Length < 44) throw Mp4.Broken("it does not say how its picture is coded");

        var codec = Encoding.Latin1.GetString(descriptions[12..16]) switch
        {
            "avc1" or "avc3" => "h264",
            "hvc1" or "hev1" => "hevc",
            "av01" => "av1",
            "vp08" => "vp8",
            "vp09" => "vp9",
            "mp4v" => "mpeg4",
            var other => Mp4.Printable(other),
        };
        return (codec, BinaryPrimitives.ReadUInt16BigEndian(descriptions[40..]), BinaryPrimitives.ReadUInt16BigEndian(descriptions[42..]));
    }

    /// <summary>The size as shown: stretched as the track says, and upright where it was filmed on its side.</summary>
    private static (int Width, int Height) Shown(ReadOnlySpan<byte> header)
    {
        if (header.Length < 4) return default;

        var matrix = Matrix(header);
        if (header.Length < matrix + 44) return default;

        var (width, height) = (UInt(header, matrix + 36) >> 16, UInt(header, matrix + 40) >> 16);
        var onItsSide = UInt(header, matrix) == 0 && UInt(header, matrix + 16) == 0;
        return onItsSide ? ((int)height, (int)width) : ((int)width, (int)height);
    }

    /// <summary>The length told by a movie's or a media's header; null where it tells none.</summary>
    private static double? Seconds(ReadOnlySpan<byte> header) =>
        header switch
        {
            [0, ..] when header.Length >= 20 => Seconds(UInt(header, 16), UInt(header, 12)),
            [1, ..] when header.Length >= 32 => Seconds(BinaryPrimitives.ReadUInt64BigEndian(header[24..]), UInt(header, 20)),
            _ => null,
        };

    /// <summary>The length of a file written in fragments, which only the movie's extension tells.</summary>
    private static double? FragmentedSeconds(ReadOnlySpan<byte> moov)
    {
        var movie = Find(moov, "mvhd"u8);
        if (movie.Length < 24) return null;

        var scale = UInt(movie, movie[0] == 0 ? 12 : 20);
        return Find(Find(moov, "mvex"u8), "mehd"u8) switch
        {
            [0, ..] and { Length: >= 8 } extends => Seconds(UInt(extends, 4), scale),
            [1, ..] and { Length: >= 12 } extends => Seconds(BinaryPrimitives.ReadUInt64BigEndian(extends[4..]), scale),
            _ => null,
        };
    }

    private static double? Seconds(ulong duration, uint scale)
    {
        var unknown = scale == 0 || duration is uint.MaxValue or ulong.MaxValue;
        var seconds = unknown ? 0 : (double)duration / scale;
        return seconds is > 0 and <= MaxSeconds ? seconds : null;
    }

    private static double Frames(ReadOnlySpan<byte> times)
    {
        var frames = 0d;
        for (var at = 8; at + 8 <= times.Length; at += 8) frames += UInt(times, at);
        return frames;
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> boxes, ReadOnlySpan<byte> wanted)
    {
        while (Next(ref boxes, out var type, out var content))
        {
            if (type.SequenceEqual(wanted)) return content;
        }

        return default;
    }

    /// <summary>Takes the next box off <paramref name="rest"/>; false at the end, and where the sizes make no sense.</summary>
    private static bool Next(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> content)
    {
        type = content = default;
        if (rest.Length < 8) return false;

        var size = (ulong)UInt(rest, 0);
        var start = size == 1 ? 16 : 8;
        if (size == 0) size = (ulong)rest.Length;
        if (size == 1 && rest.Length >= 16) size = BinaryPrimitives.ReadUInt64BigEndian(rest[8..]);
        if (size < (ulong)start || size > (ulong)rest.Length) return false;

        type = rest[4..8];
        content = rest[start..(int)size];
        rest = rest[(int)size..];
        return true;
    }

    private static uint UInt(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
}
