using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VideoGen.Functions.Signatures;

/// <summary>Signs and verifies messages as Standard Webhooks says: HMAC-SHA256 over id, time and raw body.</summary>
/// <remarks>Both sides may hold two secrets while one replaces the other: every one signs, and any one that fits verifies.</remarks>
public static class StandardWebhooks
{
    public const string IdHeader = "webhook-id";

    public const string TimestampHeader = "webhook-timestamp";

    public const string SignatureHeader = "webhook-signature";

    private const string Version = "v1,";

    /// <summary>How far the sender's clock may be from ours, either way.</summary>
    private static readonly TimeSpan _tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The value of <see cref="SignatureHeader"/>: one signature for each secret.</summary>
    /// <param name="secrets">At least one.</param>
    /// <param name="id">The same through every repetition; holds no full stop.</param>
    /// <param name="timestamp">Of this attempt, in Unix seconds.</param>
    /// <param name="body">Exactly as it is sent.</param>
    public static string Sign(IReadOnlyList<WebhookSecret> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var content = Content(id, timestamp.ToString(CultureInfo.InvariantCulture), body);
        return string.Join(' ', secrets.Select(secret => Version + Convert.ToBase64String(secret.Sign(content))));
    }

    /// <summary>Whether a message comes, unchanged and lately, from somebody who holds one of the secrets.</summary>
    /// <param name="secrets">Any one suffices.</param>
    /// <param name="id">The header <see cref="IdHeader"/>.</param>
    /// <param name="timestamp">The header <see cref="TimestampHeader"/>.</param>
    /// <param name="signatures">The header <see cref="SignatureHeader"/>: one or more, separated by spaces; unknown versions are passed over.</param>
    /// <param name="body">Exactly as it came.</param>
    /// <param name="now">By our clock.</param>
    public static SignatureCheck Verify(
        IReadOnlyList<WebhookSecret> secrets, string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signatures)) return SignatureCheck.Missing;
        if (!IsTimely(timestamp, now)) return SignatureCheck.Untimely;

        var content = Content(id, timestamp, body);
        var expected = secrets.Select(secret => secret.Sign(content)).ToArray();
        var fits = false;
        foreach (var signature in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            fits |= signature.StartsWith(Version, StringComparison.Ordinal) && Fits(signature.AsSpan(Version.Length), expected);
        }

        return fits ? SignatureCheck.Valid : SignatureCheck.Wrong;
    }

    private static bool IsTimely(string timestamp, DateTimeOffset now) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) <= (decimal)_tolerance.TotalSeconds;

    // Every secret is compared, in constant time, so that the answer's delay tells nothing about any of them.
    private static bool Fits(ReadOnlySpan<char> signature, byte[][] expected)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!Convert.TryFromBase64Chars(signature, given, out var length)) return false;

        var fits = false;
        foreach (var one in expected)
        {
            fits |= CryptographicOperations.FixedTimeEquals(given[..length], one);
        }

        return fits;
    }

    private static byte[] Content(string id, string timestamp, ReadOnlySpan<byte> body) => [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
}

/// <summary>What a check of a signature came to.</summary>
public enum SignatureCheck
{
    Valid,

    /// <summary>A header is not there: the message is not signed.</summary>
    Missing,

    /// <summary>More than five minutes from now, or no time at all.</summary>
    Untimely,

    /// <summary>No signature fits.</summary>
    Wrong,
}
