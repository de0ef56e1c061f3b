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
            var first = bytes[at];
            (text[length++], at) = first switch
            {
                < 0x80 => ((char)first, at + 1),
                < 0xE0 => ((char)(((first & 0x1F) << 6) | (bytes[at + 1] & 0x3F)), at + 2),
                _ => ((char)(((first & 0x0F) << 12) | ((bytes[at + 1] & 0x3F) << 6) | (bytes[at + 2] & 0x3F)), at + 3),
            };
        }

        return new string(text, 0, length);
    }
}
