using System.Security.Cryptography;
using System.Text;

namespace VideoGen.Embedded.Durable;

/// <summary>Name-based identifiers (RFC 4122 version 5) in Durable Task's own namespace, so that a replay makes the same ones.</summary>
internal static class DeterministicGuid
{
    private static readonly byte[] Namespace = new Guid("9e952958-5e33-4daf-827f-2fa12937b875").ToByteArray(bigEndian: true);

    public static Guid Create(string instanceId, DateTime now, int counter)
    {
        byte[] name = [.. Namespace, .. Encoding.UTF8.GetBytes($"{instanceId}_{now:o}_{counter}")];
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // Version 5 identifiers are defined by SHA-1; nothing secret hangs on it.
        SHA1.HashData(name, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
