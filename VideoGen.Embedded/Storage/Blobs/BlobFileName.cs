using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace VideoGen.Embedded.Storage.Blobs;

/// <summary>The path of a blob's file below its container: its name, where a file system takes that, and else an escape of it.</summary>
/// <remarks>
/// No two names share a path on any file system: what one could confuse (letter case, accents, dots, device names) is
/// written as <c>%XX</c>. A folder never has an unescaped dot and a file always has one or ends with <c>%</c>, so the blob
/// <c>a</c> and the blob <c>a/b</c> get along. A name too long for that lies under its digest; the name itself is in the database.
/// </remarks>
internal static partial class BlobFileName
{
    private const int MaxSegmentLength = 120;
    private const int MaxLength = 600;
    private const string LongNames = "%long";

    public static string Of(string name)
    {
        var segments = name.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = i < segments.Length - 1 ? Folder(segments[i]) : File(segments[i]);
        }

        return segments.Sum(segment => segment.Length + 1) > MaxLength || segments.Any(segment => segment.Length > MaxSegmentLength)
            ? Path.Combine(LongNames, Convert.ToHexStringLower(SHA256.HashData(OrdinalText.ToBytes(name))))
            : Path.Combine(segments);
    }

    private static string Folder(string segment) => segment.Length == 0 ? "%_" : Escaped(segment).Replace(".", "%2E", StringComparison.Ordinal);

    private static string File(string segment)
    {
        var name = Escaped(segment);
        if (name.StartsWith('.')) name = "%2E" + name[1..];
        if (name.EndsWith('.')) name = name[..^1] + "%2E";
        return name.Contains('.', StringComparison.Ordinal) ? name : name + "%";
    }

    private static string Escaped(string segment)
    {
        var name = new StringBuilder(segment.Length);
        foreach (var unit in OrdinalText.ToBytes(segment))
        {
            if (unit is >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'_' or (byte)'.') name.Append((char)unit);
            else name.Append('%').Append(unit.ToString("X2"));
        }

        // What Windows takes for a device, with whatever extension.
        return DeviceName().IsMatch(segment) ? $"%{(int)name[0]:X2}{name.Remove(0, 1)}" : name.ToString();
    }

    [GeneratedRegex(@"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|\z)")]
    private static partial Regex DeviceName();
}
