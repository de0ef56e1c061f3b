using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Embedded.Hosting.Http;

/// <summary>The keys of the app, and what a request's key opens.</summary>
/// <remarks>Keys are compared by hash in constant time. With no key configured everything is open.</remarks>
internal sealed class KeyRing
{
    private const string HeaderName = "x-functions-key";
    private const string QueryName = "code";

    private readonly byte[]? _master;
    private readonly byte[]? _host;
    private readonly byte[]? _durableTask;
    private readonly Dictionary<string, byte[]> _functions = new(StringComparer.OrdinalIgnoreCase);

    private KeyRing(string? master, string? host, string? durableTask, IEnumerable<KeyValuePair<string, string?>> functions)
    {
        HostKey = host;
        DurableTaskKey = durableTask ?? master;
        _master = Hash(master);
        _host = Hash(host);
        _durableTask = Hash(durableTask);
        foreach (var (name, key) in functions)
        {
            if (Hash(key) is { } hash) _functions[name] = hash;
        }
    }

    /// <summary>Whether keys are asked for at all.</summary>
    public bool Enforced => _master is not null || _host is not null || _durableTask is not null || _functions.Count > 0;

    /// <summary>The key in the management URLs given to callers; null when none is needed.</summary>
    public string? DurableTaskKey { get; }

    public string? HostKey { get; }

    public static KeyRing From(IConfiguration configuration) => new(
        Text(configuration["EMBEDDED_KEY_MASTER"]),
        Text(configuration["EMBEDDED_KEY_HOST"]),
        Text(configuration["EMBEDDED_KEY_DURABLETASK"]),
        configuration.GetSection("EMBEDDED_KEY_FUNCTION").GetChildren().Select(key => KeyValuePair.Create(key.Key, Text(key.Value))));

    /// <summary>Whether the request may run a function of that level.</summary>
    public bool Opens(HttpRequest request, string function, AuthorizationLevel level) =>
        !Enforced || level == AuthorizationLevel.Anonymous || (KindOf(request, function), level) switch
        {
            (KeyKind.Master, _) => true,
            (KeyKind.Host or KeyKind.Function, AuthorizationLevel.Function) => true,
            (KeyKind.DurableTask, AuthorizationLevel.System) => true,
            _ => false,
        };

    /// <summary>What the request's key opens of the host's own routes.</summary>
    public KeyKind KindOf(HttpRequest request, string? function = null)
    {
        if (!Enforced) return KeyKind.Master;
        // A header is taken even when it is wrong and the query is right.
        string? given = request.Headers.TryGetValue(HeaderName, out var header) ? header : request.Query[QueryName];
        if (Hash(given) is not { } hash) return KeyKind.None;

        // Every key is compared, so the time taken does not tell which kinds exist.
        var isMaster = Same(hash, _master);
        var isHost = Same(hash, _host);
        var isDurableTask = Same(hash, _durableTask);
        var isFunction = function is not null && Same(hash, _functions.GetValueOrDefault(function));
        return isMaster ? KeyKind.Master
            : isHost ? KeyKind.Host
            : isFunction ? KeyKind.Function
            : isDurableTask ? KeyKind.DurableTask
            : KeyKind.None;
    }

    private static bool Same(byte[] given, byte[]? key) => key is not null && CryptographicOperations.FixedTimeEquals(given, key);

    private static byte[]? Hash(string? key) => string.IsNullOrEmpty(key) ? null : SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}

internal enum KeyKind
{
    None,
    Function,
    Host,
    DurableTask,
    Master,
}
