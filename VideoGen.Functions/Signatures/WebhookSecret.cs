using System.Security.Cryptography;

namespace VideoGen.Functions.Signatures;

/// <summary>A secret shared by the sender and the receiver of signed messages: <c>whsec_</c> and 24 to 64 bytes in base64.</summary>
/// <remarks>Says itself only when asked by <see cref="Reveal"/>: written to a log by mistake, it tells nothing.</remarks>
public sealed class WebhookSecret
{
    public const string Prefix = "whsec_";

    private const int Shortest = 24;
    private const int Longest = 64;
    private const int Usual = 32;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    /// <summary>A new one, by chance.</summary>
    public static WebhookSecret Create() => new(RandomNumberGenerator.GetBytes(Usual));

    /// <summary>Null for a text that is none.</summary>
    public static WebhookSecret? Parse(string? text)
    {
        if (text?.StartsWith(Prefix, StringComparison.Ordinal) != true) return null;

        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text[Prefix.Length..], key, out var length) && length is >= Shortest and <= Longest
            ? new(key[..length])
            : null;
    }

    /// <summary>As the other side is told it, once.</summary>
    public string Reveal() => Prefix + Convert.ToBase64String(_key);

    public override string ToString() => Prefix + "...";

    internal byte[] Sign(ReadOnlySpan<byte> content) => HMACSHA256.HashData(_key, content);
}
