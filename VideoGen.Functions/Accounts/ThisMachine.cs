using System.Net;
using Microsoft.AspNetCore.Http;
using VideoGen.Domain;

namespace VideoGen.Functions.Accounts;

/// <summary>Mode <c>none</c>: whoever sits at this machine is the one user, and its administrator. Nobody else is answered.</summary>
/// <remarks>
/// The name in <c>Host</c> must be this machine's too: else a page whose name suddenly leads here could read the answers. What came
/// through a proxy came from elsewhere.
/// </remarks>
internal sealed class ThisMachine : IIdentification
{
    private static readonly Caller Owner = Caller.Anonymous with { IsAdmin = true };

    // The last two are what the embedded host makes of the headers it does not believe.
    private static readonly string[] Addresses = ["X-Forwarded-For", "X-Real-IP", "X-Original-Forwarded-For"];
    private static readonly string[] Hosts = ["X-Forwarded-Host", "X-Original-Forwarded-Host"];

    public ValueTask<Caller> IdentifyAsync(HttpRequest request, CancellationToken ct)
    {
        if (!IsFromHere(request))
        {
            throw new ProblemException(
                Errors.IsForbidden, "Only requests from the machine itself are answered, at its own name. Set AUTH_MODE to key, jwt or easyauth to serve others.");
        }

        SameSite.Check(request);
        return ValueTask.FromResult(Owner);
    }

    private static bool IsFromHere(HttpRequest request)
    {
        var connection = request.HttpContext.Connection;
        return connection.RemoteIpAddress is not { } remote || IPAddress.IsLoopback(remote)
            ? IsOwnName(request.Host.Host)
                && !request.Headers.ContainsKey("Forwarded")
                && Addresses.SelectMany(name => Values(request, name)).All(IsOwnAddress)
                && Hosts.SelectMany(name => Values(request, name)).All(host => IsOwnName(new HostString(host).Host))
            : false;
    }

    private static IEnumerable<string> Values(HttpRequest request, string name) =>
        request.Headers[name].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static bool IsOwnAddress(string text) => IPEndPoint.TryParse(text, out var end) && IPAddress.IsLoopback(end.Address);

    private static bool IsOwnName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
