using System.Text;
using Microsoft.IdentityModel.Tokens;
using VideoGen.Domain;

namespace VideoGen.Functions.Accounts;

/// <summary>The keys that tokens may be signed with.</summary>
internal interface ITokenKeys
{
    /// <exception cref="ProblemException">They cannot be had at the moment.</exception>
    ValueTask<IReadOnlyList<SecurityKey>> GetAsync(CancellationToken ct);

    /// <summary>What may be new since; null when that was looked for a moment ago.</summary>
    ValueTask<IReadOnlyList<SecurityKey>?> RenewAsync(CancellationToken ct);
}

/// <summary>The one secret of HS256.</summary>
internal sealed class SharedSecret(string secret) : ITokenKeys
{
    private readonly IReadOnlyList<SecurityKey> _keys = [new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret))];

    public ValueTask<IReadOnlyList<SecurityKey>> GetAsync(CancellationToken ct) => ValueTask.FromResult(_keys);

    public ValueTask<IReadOnlyList<SecurityKey>?> RenewAsync(CancellationToken ct) => ValueTask.FromResult<IReadOnlyList<SecurityKey>?>(null);
}

/// <summary>The keys an issuer publishes.</summary>
/// <remarks>
/// Kept for an hour, and fetched anew when a token names one that is not known, but not more than once a minute: whoever sends rubbish makes us ask no more.
/// While the issuer does not answer, those known last are good for a day.
/// </remarks>
internal sealed class PublishedKeys(HttpClient http, Uri address, TimeProvider clock) : ITokenKeys, IDisposable
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);
    private static readonly TimeSpan BetweenFetches = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _one = new(1);
    private volatile Known? _known;
    private DateTimeOffset _asked = DateTimeOffset.MinValue;

    public async ValueTask<IReadOnlyList<SecurityKey>> GetAsync(CancellationToken ct)
    {
        if (_known is { } known && Age(known) < FreshFor) return known.Keys;

        await RenewAsync(ct);
        return _known is { } last && Age(last) < KeptFor
            ? last.Keys
            : throw new ProblemException(Errors.IsUnauthorized, "Tokens cannot be checked at the moment: the issuer's keys cannot be fetched.", retryAfterSeconds: 60);
    }

    public async ValueTask<IReadOnlyList<SecurityKey>?> RenewAsync(CancellationToken ct)
    {
        var seen = _known;
        await _one.WaitAsync(ct);
        try
        {
            if (!ReferenceEquals(seen, _known)) return _known!.Keys;
            if (clock.GetUtcNow() - _asked < BetweenFetches) return null;

            _asked = clock.GetUtcNow();
            var keys = await FetchAsync(ct);
            if (keys.Count == 0) return null;

            _known = new(keys, _asked);
            return keys;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private TimeSpan Age(Known known) => clock.GetUtcNow() - known.At;

    private async Task<IReadOnlyList<SecurityKey>> FetchAsync(CancellationToken ct)
    {
        try
        {
            // A secret has no business among published keys: whoever reads it could sign with it.
            return [.. new JsonWebKeySet(await http.GetStringAsync(address, ct)).GetSigningKeys().Where(key => key is AsymmetricSecurityKey or JsonWebKey { Kty: "RSA" or "EC" })];
        }
        catch (Exception e) when (e is HttpRequestException or ArgumentException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return [];
        }
    }

    private sealed record Known(IReadOnlyList<SecurityKey> Keys, DateTimeOffset At);
}
