using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace VideoGen.Functions.Providers.Fal;

/// <summary>Tells a genuine callback of fal from any other: Ed25519 over its headers and body, by one of the keys fal publishes.</summary>
/// <remarks>
/// The keys are kept for a day and fetched anew when none fits, but not more often than once a minute: whoever posts rubbish makes us ask no more.
/// While they cannot be fetched, a callback is refused with that reason; fal repeats it, and the poll finds out anyway.
/// </remarks>
internal sealed class FalCallbacks(ProviderHttp http, Uri address, TimeProvider clock)
{
    private const int MostKeys = 8;

    private static readonly TimeSpan _tolerance = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan _keptFor = TimeSpan.FromHours(24);
    private static readonly TimeSpan _betweenFetches = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private volatile KeySet _known = new([], DateTimeOffset.MinValue);
    private Task<KeySet?> _fetch = Task.FromResult<KeySet?>(null);
    private DateTimeOffset _asked = DateTimeOffset.MinValue;

    public async Task<CallbackCheck> CheckAsync(ProviderCallback callback, CancellationToken ct)
    {
        if (Header("Request-Id") is not { } id || Header("User-Id") is not { } user
            || Header("Timestamp") is not { } timestamp || Header("Signature") is not { } signature)
        {
            return CallbackCheck.Refused("A header of fal's is missing.");
        }

        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - seconds) > _tolerance.TotalSeconds)
        {
            return CallbackCheck.Refused("The timestamp is more than 300 seconds off.");
        }

        if (!TryReadHex(signature, out var bytes)) return CallbackCheck.Refused("The signature is not hexadecimal.");

        var message = Encoding.UTF8.GetBytes($"{id}\n{user}\n{timestamp}\n{Convert.ToHexStringLower(SHA256.HashData(callback.Body.Span))}");
        var known = _known;
        if (IsFresh(known) && IsSigned(known)) return CallbackCheck.Genuine(id);

        return await RenewedAsync(known).WaitAsync(ct) is not { } renewed
            ? CallbackCheck.Refused(IsFresh(known) ? "The signature fits no key of fal's." : "fal's keys cannot be fetched.")
            : IsSigned(renewed) ? CallbackCheck.Genuine(id)
            : CallbackCheck.Refused("The signature fits no key of fal's.");

        string? Header(string name) => callback.Headers.GetValueOrDefault($"X-Fal-Webhook-{name}");

        bool IsSigned(KeySet set) => set.Keys.Any(key => Ed25519.Verify(key, message, bytes));
    }

    /// <summary>The keys as they are now; null when they were asked for within the last minute, or nobody answers.</summary>
    private Task<KeySet?> RenewedAsync(KeySet seen)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_known, seen)) return Task.FromResult<KeySet?>(_known);
            // Many callbacks may wait for one fetch, so it ends with none of them.
            if (!_fetch.IsCompleted) return _fetch;

            var now = clock.GetUtcNow();
            if (now - _asked < _betweenFetches) return Task.FromResult<KeySet?>(null);

            _asked = now;
            return _fetch = FetchAsync(now);
        }
    }

    private async Task<KeySet?> FetchAsync(DateTimeOffset now)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var answer = await http.CallAsync(request, CancellationToken.None);
        return answer.IsSuccess && Read(answer) is { Count: > 0 } keys ? _known = new(keys, now) : null;
    }

    private bool IsFresh(KeySet set) => set.Keys.Count > 0 && clock.GetUtcNow() - set.FetchedAt < _keptFor;

    private static List<byte[]> Read(Answer answer) =>
        answer.Json?.TryGetProperty("keys", out var keys) == true && keys.ValueKind == JsonValueKind.Array
            ? [.. keys.EnumerateArray().Select(PublicKey).OfType<byte[]>().Take(MostKeys)]
            : [];

    private static byte[]? PublicKey(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object || !key.TryGetProperty("crv", out var curve) || curve.ToString() != "Ed25519"
            || !key.TryGetProperty("x", out var x) || x.ValueKind != JsonValueKind.String || !Base64Url.IsValid(x.GetString()))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(x.GetString());
        return bytes.Length == Ed25519.PublicKeyLength ? bytes : null;
    }

    private static bool TryReadHex(string text, out byte[] bytes)
    {
        bytes = new byte[Ed25519.SignatureLength];
        return text.Length == 2 * bytes.Length && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
    }

    private sealed record KeySet(IReadOnlyList<byte[]> Keys, DateTimeOffset FetchedAt);
}
