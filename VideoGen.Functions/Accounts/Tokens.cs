using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using VideoGen.Domain;

namespace VideoGen.Functions.Accounts;

/// <summary>Mode <c>jwt</c>: a token signed by an issuer that is trusted, in <c>Authorization</c>, or in the cookie <c>token</c>.</summary>
/// <remarks>One algorithm, one issuer, one audience, and an end; what was wrong with a token is said in no more than a word.</remarks>
internal sealed class Tokens(AuthOptions options, ITokenKeys keys, TimeProvider clock) : IIdentification
{
    private const string Cookie = "token";
    private const string Scheme = "Bearer ";

    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);
    private static readonly string[] RoleClaims = ["roles", "role"];

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = 16 * 1024 };

    public async ValueTask<Caller> IdentifyAsync(HttpRequest request, CancellationToken ct)
    {
        var token = TokenOf(request);
        if (token is null) throw Refused("A token is needed: send it as Authorization: Bearer.");

        var result = await ValidateAsync(token, await keys.GetAsync(ct));
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException && await keys.RenewAsync(ct) is { } renewed)
        {
            result = await ValidateAsync(token, renewed);
        }

        var user = result.IsValid ? result.ClaimsIdentity.FindFirst(options.UserClaim)?.Value : null;
        return string.IsNullOrEmpty(user)
            ? throw Refused(result.Exception is SecurityTokenExpiredException ? "The token has expired." : "The token is not valid here.")
            : new(UserName.Of(user), RoleClaims.Any(claim => result.ClaimsIdentity.HasClaim(claim, options.AdminRole)));
    }

    // A browser sends a cookie whoever asks it to; a header is sent on purpose.
    private static string? TokenOf(HttpRequest request)
    {
        if (request.Headers.Authorization.ToString() is { Length: > 0 } header)
        {
            return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
        }

        if (request.Cookies[Cookie] is not { Length: > 0 } cookie) return null;

        SameSite.Check(request);
        return cookie;
    }

    private Task<TokenValidationResult> ValidateAsync(string token, IReadOnlyList<SecurityKey> trusted) => _handler.ValidateTokenAsync(token, new()
    {
        ValidIssuer = options.Issuer,
        ValidAudience = options.Audience,
        ValidAlgorithms = [options.Algorithm],
        IssuerSigningKeys = trusted,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (from, until, _, _) => IsInTime(from, until),
    });

    private bool IsInTime(DateTime? from, DateTime? until)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return until + Tolerance >= now && !(from - Tolerance > now);
    }

    private static ProblemException Refused(string why) => new(Errors.IsUnauthorized, why);
}
