using System.Net;
using System.Net.Sockets;

namespace VideoGen.Functions.Net;

/// <summary>Which addresses a caller may send us to: those of the public internet.</summary>
public static class AddressRules
{
    // Refused also where private addresses are allowed: nobody's machine lies there, or the cloud's own does.
    private static readonly IPNetwork[] Never =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("100.100.100.200/32"), // a cloud's metadata
        IPNetwork.Parse("168.63.129.16/32"), // Azure's own services, at a public address
        IPNetwork.Parse("169.254.0.0/16"), // link-local, and the metadata of most clouds
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"), // documentation, as the next two
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("192.88.99.0/24"), // 6to4 relays
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved, and broadcast
        IPNetwork.Parse("2001::/23"), // Teredo, ORCHID, benchmarks
        IPNetwork.Parse("2001:db8::/32"), // documentation, as 3fff::/20
        IPNetwork.Parse("3fff::/20"),
        IPNetwork.Parse("2002::/16"), // 6to4
        IPNetwork.Parse("fd00:ec2::/32"), // a cloud's metadata
    ];

    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("fc00::/7"),
    ];

    // Everything else of IPv6 is unassigned, local, multicast, or IPv4 in an old dress.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool MayReach(IPAddress address, bool allowPrivate)
    {
        var plain = Unwrap(address);
        if (IsIn(Never, plain)) return false;
        if (IsIn(Private, plain)) return allowPrivate;

        return plain.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(plain);
    }

    // A network that translates, and a socket for both families, reach the IPv4 address within.
    private static IPAddress Unwrap(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : Nat64.Contains(address) ? new(address.GetAddressBytes().AsSpan(12))
        : address;

    private static bool IsIn(IPNetwork[] networks, IPAddress address) => networks.Any(network => network.Contains(address));
}
