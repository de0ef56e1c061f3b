using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using VideoGen.Domain;

namespace VideoGen.Functions.Accounts;

/// <summary>Mode <c>key</c>: a program that has the key is believed, also for whom it acts, which it says in <c>X-User-Id</c>.</summary>
/// <remarks>Keys are sent as Functions' own are, or as a bearer's, which is how OpenAI's clients send theirs; they are compared by hash in constant time.</remarks>
internal sealed class ApiKeys(AuthOptions options) : IIdentification
{
    private const string Bearer = "Bearer ";
    private const string UserHeader = "X-User-Id";

    private readonly byte[][] _callers = [.. options.CallerKeys.Select(Hash)];
    private readonly byte[][] _admins = [.. options.AdminKeys.Select(Hash)];

    public ValueTask<Caller> IdentifyAsync(HttpRequest request, CancellationToken ct)
    {
        var given = Hash(KeyOf(request));
        var isAdmin = IsOneOf(_admins, given);
        if (!(IsOneOf(_callers, given) | isAdmin))
        {
            throw new ProblemException(Errors.IsUnauthorized, "A key is needed: send it in x-functions-key, or as a bearer's.");
        }

        return ValueTask.FromResult(new Caller(UserOf(request), isAdmin, IsService: true));
    }

    private static string KeyOf(HttpRequest request) =>
        request.Headers.TryGetValue("x-functions-key", out var key) ? key.ToString()
        : request.Headers.Authorization.ToString() is var bearer && bearer.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? bearer[Bearer.Length..].Trim()
        : request.Query["code"].ToString();

    private static string UserOf(HttpRequest request) => request.Headers[UserHeader] switch
    {
        [] => Caller.Anonymous.User,
        [var user] when UserName.IsPlain(user) => user!,
        _ => throw Errors.InvalidRequest(UserHeader, "must be given once, with 1 to 64 letters, digits, dots, hyphens, underscores or @, begin with a letter or digit, and not end with a dot."),
    };

    // Every key is compared, so that the time taken tells nothing.
    private static bool IsOneOf(byte[][] keys, byte[] given) => keys.Aggregate(false, (found, key) => found | CryptographicOperations.FixedTimeEquals(key, given));

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
