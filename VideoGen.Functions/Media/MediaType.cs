namespace VideoGen.Functions.Media;

/// <summary>Tells what a file is by its first bytes, never by its name.</summary>
public static class MediaType
{
    public const string Jpeg = "image/jpeg";
    public const string Png = "image/png";
    public const string WebP = "image/webp";
    public const string Mp4 = "video/mp4";
    public const string Mov = "video/quicktime";
    public const string WebM = "video/webm";

    /// <summary>So many first bytes are enough.</summary>
    public const int HeadLength = 16;

    // Still pictures come in the same boxes as films do.
    private static readonly string[] PictureBrands = ["heic", "heix", "heif", "hevc", "hevx", "mif1", "msf1", "avif", "avis"];

    /// <summary>Null when it is nothing that is known here.</summary>
    public static string? Of(ReadOnlySpan<byte> head) =>
        head.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? Jpeg
        : head.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? Png
        : head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("WEBP"u8) ? WebP
        : head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8) ? OfBrand(head[8..12])
        : head.StartsWith<byte>([0x1A, 0x45, 0xDF, 0xA3]) ? WebM
        : null;

    public static bool IsImage(string? type) => type?.StartsWith("image/", StringComparison.Ordinal) == true;

    public static bool IsVideo(string? type) => type?.StartsWith("video/", StringComparison.Ordinal) == true;

    /// <summary>As the end of a file's name.</summary>
    public static string ExtensionOf(string type) => type switch
    {
        Jpeg => "jpg",
        Mov => "mov",
        _ => type[(type.IndexOf('/') + 1)..],
    };

    private static string? OfBrand(ReadOnlySpan<byte> brand)
    {
        foreach (var picture in PictureBrands)
        {
            if (brand.SequenceEqual(System.Text.Encoding.ASCII.GetBytes(picture))) return null;
        }

        return brand[..2].SequenceEqual("qt"u8) ? Mov : Mp4;
    }
}
