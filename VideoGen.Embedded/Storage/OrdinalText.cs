using System.Text;

namespace VideoGen.Embedded.Storage;

/// <summary>Text as bytes that sort as the service sorts it: by UTF-16 unit.</summary>
/// <remarks>
/// UTF-8 would put characters outside the basic plane behind U+E000..U+FFFF and cannot hold half a surrogate pair.
/// So each UTF-16 unit is written for itself, in the form UTF-8 has for a number of its size; ASCII is the same in both.
/// </remarks>
internal static class OrdinalText
{
    public static byte[] ToBytes(string text)
    {
        if (Ascii.IsValid(text)) return Encoding.ASCII.GetBytes(text);
        var bytes = new byte[text.Length * 3];
        var length = 0;
        foreach (var unit in text)
        {
            if (unit < 0x80)
            {
                bytes[length++] = (byte)unit;
            }
            else if (unit < 0x800)
            {
                bytes[length++] = (byte)(0xC0 | (unit >> 6));
                bytes[length++] = (byte)(0x80 | (unit & 0x3F));
            }
            else
            {
                bytes[length++] = (byte)(0xE0 | (unit >> 12));
                bytes[length++] = (byte)(0x80 | ((unit >> 6) & 0x3F));
                bytes[length++] = (byte)(0x80 | (unit & 0x3F));
            }
        }

        return bytes[..length];
    }

    public static string ToText(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes)) return Encoding.ASCII.GetString(bytes);
        var text = new char[bytes.Length];
        var length = 0;
        for (var at = 0; at < bytes.Length;)
        {
            (text[length++], at) = bytes[at] switch
            {
                < 0x80 and var unit => ((char)unit, at + 1),
                < 0xE0 and var first => ((char)(((first & 0x1F) << 6) | Rest(bytes, at + 1)), at + 2),
                var first => ((char)(((first & 0x0F) << 12) | (Rest(bytes, at + 1) << 6) | Rest(bytes, at + 2)), at + 3),
            };
        }

        return new string(text, 0, length);
    }

    // Tokens come back from outside and may be cut.
    private static int Rest(ReadOnlySpan<byte> bytes, int at) => at < bytes.Length ? bytes[at] & 0x3F : 0;
}
