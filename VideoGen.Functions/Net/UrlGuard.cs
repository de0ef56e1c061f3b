using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;

namespace VideoGen.Functions.Net;

/// <summary>Looks a name up: <see cref="Dns"/>, but in tests.</summary>
public delegate Task<IPAddress[]> NameResolver(string name, CancellationToken ct);

/// <summary>A caller's address that must not be fetched.</summary>
public sealed class RefusedUrlException(string why) : IOException(why)
{
    /// <summary>Why it was refused, where that is what ended a request; null when it was something else.</summary>
    public static string? WhyIn(Exception? error) => error is null or RefusedUrlException ? error?.Message : WhyIn(error.InnerException);
}

/// <summary>Decides whether an address a caller gave may be fetched.</summary>
/// <remarks>What an address says is checked when it is given and before every request; where its name leads, at every connection.</remarks>
public sealed class UrlGuard(IOptions<NetOptions> options, NameResolver resolve)
{
    private const int Longest = 2048;

    private static readonly int[] Ports = [443, 8443];

    // Names that mean something else in every network.
    private static readonly string[] LocalNames = ["localhost", "localdomain", "local", "internal", "intranet", "lan", "home.arpa"];

    private readonly bool _allowPrivate = options.Value.AllowPrivateUrls;

    /// <summary>Why the address may not be used, as the end of a sentence that begins with its field; null when it may.</summary>
    public string? CheckUrl(string url)
    {
        if (url.Length > Longest) return $"must have at most {Longest} characters.";
        if (url.Any(c => c is <= ' ' or '\\') || !Uri.TryCreate(url, UriKind.Absolute, out var uri)) return "is not an address.";
        if (uri.Scheme != Uri.UriSchemeHttps && !(_allowPrivate && uri.Scheme == Uri.UriSchemeHttp)) return "must be an https address.";
        if (uri.UserInfo.Length > 0 || Authority(url).Contains('@')) return "must not contain a user name or a password.";
        if (!_allowPrivate && !Ports.Contains(uri.Port)) return $"must not name a port other than {string.Join(" and ", Ports)}.";

        // What other scripts, invisible characters and ideographic stops are turned into differs from one machine to the next.
        return Ascii.IsValid(uri.Host) ? CheckHost(uri.IdnHost) : "must write its host in ASCII, as xn--...";
    }

    /// <summary>Looks the name up once, and answers addresses that may all be connected to.</summary>
    /// <exception cref="RefusedUrlException">One of them may not: a name that leads to two worlds is not trusted in either.</exception>
    public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct)
    {
        IPAddress[] addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, ct);
        if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);

        return Array.TrueForAll(addresses, MayReach) ? addresses : throw new RefusedUrlException("leads to an address that is not public.");
    }

    private string? CheckHost(string host)
    {
        if (IPAddress.TryParse(host, out var address)) return MayReach(address) ? null : "must not lead to an address that is not public.";
        if (host.EndsWith('.')) return "must not end its host with a dot.";

        var last = host[(host.LastIndexOf('.') + 1)..];
        // Some resolvers read every number as an address, however it is written.
        if (last.All(char.IsAsciiDigit) || last.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) return "must name its host by a proper address or name.";

        var isLocal = last == host || LocalNames.Any(name => host == name || host.EndsWith($".{name}", StringComparison.OrdinalIgnoreCase));
        return isLocal && !_allowPrivate ? "must not name a host of a private network." : null;
    }

    private bool MayReach(IPAddress address) => AddressRules.MayReach(address, _allowPrivate);

    private static string Authority(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = url.AsSpan(start).IndexOfAny('/', '?', '#');
        return end < 0 ? url[start..] : url.Substring(start, end);
    }
}
