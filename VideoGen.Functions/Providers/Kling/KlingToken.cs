using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VideoGen.Functions.Providers.Kling;

/// <summary>What a call carries as its bearer: the single key itself, or a short-lived token made of a pair.</summary>
/// <remarks>A token costs microseconds, so every call gets its own: none is ever old, however long a job takes.</remarks>
internal static class KlingToken
{
    /// <summary>Kling's word for a token that is not valid yet.</summary>
    public const int TooEarly = 1003;

    public const int TooOld = 1004;

    /// <summary>How far a token's beginning lies back: the two clocks never agree to the second.</summary>
    public static readonly TimeSpan UsualLead = TimeSpan.FromSeconds(5);

    /// <summary>For a service whose clock is far behind ours.</summary>
    public static readonly TimeSpan LongLead = TimeSpan.FromMinutes(10);

    private const string SingleKey = "api-key-";
    private const int LifetimeSeconds = 1800;

    private static readonly string _header = Encode("""{"alg":"HS256","typ":"JWT"}"""u8);

    /// <summary>Whether it is a key for the new API also, which takes no tokens.</summary>
    public static bool IsSingle(string key) => key.StartsWith(SingleKey, StringComparison.Ordinal);

    public static bool CanBeMadeOf(string key) => IsSingle(key) || key.Split(':') is [{ Length: > 0 }, { Length: > 0 }];

    public static string Of(string key, DateTimeOffset now, TimeSpan lead)
    {
        if (IsSingle(key)) return key;

        var pair = key.Split(':', 2);
        var seconds = now.ToUnixTimeSeconds();
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Claims(pair[0], seconds + LifetimeSeconds, seconds - (long)lead.TotalSeconds));
        var content = $"{_header}.{Encode(claims)}";
        return $"{content}.{Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(pair[^1]), Encoding.ASCII.GetBytes(content)))}";
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private sealed record Claims(
        [property: JsonPropertyName("iss")] string Issuer,
        [property: JsonPropertyName("exp")] long ExpiresAt,
        [property: JsonPropertyName("nbf")] long NotBefore);
}
