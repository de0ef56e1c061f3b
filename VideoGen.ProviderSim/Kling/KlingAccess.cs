using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace VideoGen.ProviderSim.Kling;

/// <summary>Whose a call is, by its <c>Authorization</c>; or the code it is refused with.</summary>
/// <remarks>An access key <c>AK_name</c> has the secret <c>SK_name</c>; a single key begins with <c>api-key-kling-</c>. With any key allowed, signatures of unknown pairs are not checked.</remarks>
internal sealed record KlingAccess(string? Key, bool IsSingle, int Code = 0, string Message = "")
{
    private const string SingleKey = "api-key-kling-";

    public static KlingAccess Of(string authorization, DateTimeOffset now, bool anyKey)
    {
        if (authorization.Length == 0) return Refused(1001, "Authorization is empty");
        if (!authorization.StartsWith("Bearer ", StringComparison.Ordinal)) return Refused(1000, "Authentication failed");

        var token = authorization["Bearer ".Length..];
        return token.StartsWith(SingleKey, StringComparison.Ordinal) ? new(token, IsSingle: true) : OfToken(token, now, anyKey);
    }

    /// <summary>The pair a token is made of, whether the token is good or not; null for what is none.</summary>
    public static string? PairOf(string authorization) =>
        authorization.Split('.') is [_, var payload, _] && Read(payload) is { } claims && KlingBody.Text(claims, "iss") is { } access
            ? SecretOf(access) is { } secret ? $"{access}:{secret}" : access
            : null;

    private static KlingAccess OfToken(string token, DateTimeOffset now, bool anyKey)
    {
        if (token.Split('.') is not [var head, var payload, var signature] || Read(head) is not { } header || Read(payload) is not { } claims
            || KlingBody.Text(header, "alg") != "HS256" || KlingBody.Text(claims, "iss") is not { } access
            || Seconds(claims, "exp") is not { } expires)
        {
            return Refused(1000, "Authentication failed: not a token");
        }

        var secret = SecretOf(access);
        if (secret is null && !anyKey) return Refused(1002, "access key not found");
        if (secret is not null && signature != Sign($"{head}.{payload}", secret)) return Refused(1000, "signature is invalid");
        if (expires <= now.ToUnixTimeSeconds()) return Refused(1004, "token expired");
        if (Seconds(claims, "nbf") > now.ToUnixTimeSeconds()) return Refused(1003, "token is not valid yet");

        return new(access, IsSingle: false);
    }

    private static KlingAccess Refused(int code, string message) => new(null, false, code, message);

    private static string? SecretOf(string access) => access.StartsWith("AK_", StringComparison.Ordinal) ? "SK_" + access[3..] : null;

    private static string Sign(string content, string secret) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(content)));

    private static long? Seconds(JsonElement claims, string name) => claims.TryGetProperty(name, out var value) && value.TryGetInt64(out var seconds) ? seconds : null;

    private static JsonElement? Read(string part)
    {
        try
        {
            return KlingBody.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part)));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
