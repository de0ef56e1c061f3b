using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using VideoGen.Domain;

namespace VideoGen.Functions.Accounts;

/// <summary>Mode <c>easyauth</c>: the platform in front has told who calls, and lets nobody else set its header.</summary>
internal sealed class Principals(AuthOptions options) : IIdentification
{
    // https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities
    private const string Header = "X-MS-CLIENT-PRINCIPAL";
    private const string RoleClaim = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";

    private const int Longest = 64 * 1024;

    // The object id stays when a person's name changes, and is the same in every app of a tenant.
    private static readonly string[] UserClaims =
    [
        "http://schemas.microsoft.com/identity/claims/objectidentifier", "oid",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier", "sub",
    ];

    public ValueTask<Caller> IdentifyAsync(HttpRequest request, CancellationToken ct)
    {
        // The platform takes a cookie for whom it belongs to.
        SameSite.Check(request);
        var claims = Read(request.Headers[Header]) is { } principal ? principal : throw Unknown();
        var user = UserClaims.Select(type => claims.Claims?.FirstOrDefault(claim => claim.Type == type)?.Value).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        return ValueTask.FromResult(new Caller(UserName.Of(user ?? throw Unknown()), claims.Claims!.Any(IsAdmin)));

        bool IsAdmin(Claim claim) => claim.Value == options.AdminRole && (claim.Type == claims.RoleType || claim.Type is "roles" or "role" or RoleClaim);
    }

    private static ProblemException Unknown() => new(Errors.IsUnauthorized, "Sign in: the platform has not told who calls.");

    private static Principal? Read(string? header)
    {
        if (header is null or { Length: > Longest }) return null;

        var bytes = new byte[header.Length];
        try
        {
            return Convert.TryFromBase64String(header, bytes, out var length) ? JsonSerializer.Deserialize<Principal>(bytes.AsSpan(0, length)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Principal(
        [property: JsonPropertyName("role_typ")] string? RoleType,
        [property: JsonPropertyName("claims")] IReadOnlyList<Claim>? Claims);

    private sealed record Claim([property: JsonPropertyName("typ")] string? Type, [property: JsonPropertyName("val")] string? Value);
}
