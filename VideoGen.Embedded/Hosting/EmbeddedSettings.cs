using System.Net;
using Microsoft.Extensions.Configuration;
using VideoGen.Embedded.Hosting.Http;

namespace VideoGen.Embedded.Hosting;

/// <summary>The settings of the embedded host itself, checked.</summary>
internal sealed record EmbeddedSettings(string DataPath, string? BlobRoot, Uri Url, KeyRing Keys)
{
    private const string DefaultData = ".data";
    private const string DefaultUrl = "http://127.0.0.1:7071";

    /// <exception cref="StartupException">A setting is wrong.</exception>
    public static EmbeddedSettings From(IConfiguration configuration)
    {
        var url = UrlFrom(Text(configuration, "EMBEDDED_URL") ?? DefaultUrl);
        var keys = KeyRing.From(configuration);
        if (!keys.Enforced && !IsLoopback(url))
        {
            throw new StartupException($"EMBEDDED_URL {url.GetLeftPart(UriPartial.Authority)} is reachable from outside this machine, so a key is needed: set EMBEDDED_KEY_HOST and EMBEDDED_KEY_MASTER.");
        }

        return new(DataPathFrom(configuration), Text(configuration, "STORAGE_LOCAL_PATH"), url, keys);
    }

    public static string DataPathFrom(IConfiguration configuration) =>
        Path.GetFullPath(Text(configuration, "EMBEDDED_DATA") ?? DefaultData);

    /// <summary>The address as Kestrel takes it: a free port can be had on an address, not on a name.</summary>
    public string Binding => Url is { Host: "localhost", Port: 0 } ? "http://127.0.0.1:0" : Url.GetLeftPart(UriPartial.Authority);

    private static Uri UrlFrom(string text) =>
        Uri.TryCreate(text.Replace("//*", "//0.0.0.0").Replace("//+", "//0.0.0.0"), UriKind.Absolute, out var url)
        && url is { Scheme: "http", PathAndQuery: "/", UserInfo: "", Fragment: "" }
            ? url
            : throw new StartupException($"EMBEDDED_URL must be like {DefaultUrl}, not '{text}'.");

    private static bool IsLoopback(Uri url) =>
        url.Host == "localhost" || (IPAddress.TryParse(url.IdnHost, out var address) && IPAddress.IsLoopback(address));

    private static string? Text(IConfiguration configuration, string key) =>
        configuration[key] is { Length: > 0 } text ? text : null;
}
