using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Functions.Accounts;

/// <summary>How callers show who they are.</summary>
public sealed class AuthOptions : IValidatableObject
{
    public const string None = "none";
    public const string Key = "key";
    public const string Jwt = "jwt";
    public const string EasyAuth = "easyauth";

    // HMAC with SHA-256 is no stronger than its key.
    private const int LeastSecretBytes = 32;

    /// <summary><c>none</c>, <c>key</c>, <c>jwt</c> or <c>easyauth</c>; empty for <c>key</c> once there is a key, else <c>none</c>.</summary>
    [ConfigurationKeyName("AUTH_MODE")]
    [RegularExpression("none|key|jwt|easyauth", ErrorMessage = "AUTH_MODE must be none, key, jwt or easyauth.")]
    public string? AuthMode { get; init; }

    /// <summary>What callers send in <c>x-functions-key</c>: one or several, with commas between them.</summary>
    [ConfigurationKeyName("API_KEY")]
    public string? ApiKey { get; init; }

    /// <summary>The same, for administrators.</summary>
    [ConfigurationKeyName("ADMIN_KEY")]
    public string? AdminKey { get; init; }

    /// <summary>The embedded host's key of all functions, which opens as <see cref="ApiKey"/> does.</summary>
    [ConfigurationKeyName("EMBEDDED_KEY_HOST")]
    public string? HostKey { get; init; }

    /// <summary>The embedded host's key of everything, which opens as <see cref="AdminKey"/> does.</summary>
    [ConfigurationKeyName("EMBEDDED_KEY_MASTER")]
    public string? MasterKey { get; init; }

    /// <summary>The secret that tokens are signed with by HS256: at least 32 bytes.</summary>
    [ConfigurationKeyName("JWT_SECRET")]
    public string? JwtSecret { get; init; }

    /// <summary>Where the issuer publishes the keys of its tokens.</summary>
    [ConfigurationKeyName("JWT_JWKS_URL")]
    public string? JwksUrl { get; init; }

    /// <summary>Who must have issued a token: its claim <c>iss</c>.</summary>
    [ConfigurationKeyName("JWT_ISSUER")]
    public string? Issuer { get; init; }

    /// <summary>Whom a token must be meant for: its claim <c>aud</c>.</summary>
    [ConfigurationKeyName("JWT_AUDIENCE")]
    public string? Audience { get; init; }

    /// <summary>The one algorithm that is taken; empty for <c>HS256</c> with a secret, <c>RS256</c> with published keys.</summary>
    [ConfigurationKeyName("JWT_ALGORITHM")]
    [RegularExpression("HS256|RS256|PS256|ES256", ErrorMessage = "JWT_ALGORITHM must be HS256, RS256, PS256 or ES256.")]
    public string? JwtAlgorithm { get; init; }

    /// <summary>The claim that names the user.</summary>
    [ConfigurationKeyName("JWT_USER_CLAIM")]
    [Required(ErrorMessage = "JWT_USER_CLAIM must name a claim.")]
    public string UserClaim { get; init; } = "sub";

    /// <summary>The role of administrators, in tokens and principals.</summary>
    [ConfigurationKeyName("ADMIN_ROLE")]
    [Required(ErrorMessage = "ADMIN_ROLE must name a role.")]
    public string AdminRole { get; init; } = "admin";

    public string Mode => !string.IsNullOrEmpty(AuthMode) ? AuthMode : CallerKeys.Count + AdminKeys.Count > 0 ? Key : None;

    public IReadOnlyList<string> CallerKeys => Split(ApiKey, HostKey);

    public IReadOnlyList<string> AdminKeys => Split(AdminKey, MasterKey);

    public string Algorithm => !string.IsNullOrEmpty(JwtAlgorithm) ? JwtAlgorithm : string.IsNullOrEmpty(JwksUrl) ? "HS256" : "RS256";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Mode switch
    {
        Key when CallerKeys.Count + AdminKeys.Count == 0 => [new("AUTH_MODE key needs an API_KEY.")],
        Jwt => [.. FaultsOfTokens().Select(fault => new ValidationResult(fault))],
        _ => [],
    };

    private IEnumerable<string> FaultsOfTokens()
    {
        var (hasSecret, hasUrl) = (!string.IsNullOrEmpty(JwtSecret), !string.IsNullOrEmpty(JwksUrl));
        if (hasSecret == hasUrl) yield return "AUTH_MODE jwt needs either JWT_SECRET or JWT_JWKS_URL.";
        if (string.IsNullOrEmpty(Issuer)) yield return "AUTH_MODE jwt needs JWT_ISSUER.";
        if (string.IsNullOrEmpty(Audience)) yield return "AUTH_MODE jwt needs JWT_AUDIENCE.";
        if (hasSecret && Encoding.UTF8.GetByteCount(JwtSecret!) < LeastSecretBytes) yield return $"JWT_SECRET must have at least {LeastSecretBytes} bytes.";
        if (hasSecret != hasUrl && hasSecret != (Algorithm == "HS256")) yield return "JWT_ALGORITHM must be HS256 with JWT_SECRET, and another with JWT_JWKS_URL.";
        if (hasUrl && !IsAddress(JwksUrl!)) yield return "JWT_JWKS_URL must be an https address (http on loopback alone).";
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static IReadOnlyList<string> Split(params string?[] lists) =>
        [.. lists.SelectMany(list => (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
}
