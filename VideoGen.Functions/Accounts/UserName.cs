using System.Security.Cryptography;
using System.Text;

namespace VideoGen.Functions.Accounts;

/// <summary>A user's name as it goes into keys of tables and names of files.</summary>
public static class UserName
{
    private const int Longest = 64;
    private const int HashBytes = 20;

    /// <summary>Letters, digits and <c>. _ - @</c>, beginning with a letter or digit, and not ending with a dot, which a folder's name may not.</summary>
    public static bool IsPlain(string? name) =>
        name is { Length: > 0 and <= Longest } && char.IsAsciiLetterOrDigit(name[0]) && name[^1] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '@');

    /// <summary>Whether it is a name as <see cref="Of"/> makes it.</summary>
    public static bool IsName(string? name) =>
        IsPlain(name) || (name is ['~', .. var hash] && hash.Length == 2 * HashBytes && hash.All(char.IsAsciiHexDigitLower));

    /// <summary>The name an issuer gave, or where it holds other characters, its hash, which no plain name begins like.</summary>
    public static string Of(string given) => IsPlain(given) ? given : "~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(given)).AsSpan(0, HashBytes));
}
