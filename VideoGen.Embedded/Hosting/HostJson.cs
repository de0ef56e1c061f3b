using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Embedded.Hosting;

/// <summary>What host.json says, with the settings <c>AzureFunctionsJobHost__...</c> before it.</summary>
internal sealed partial record HostJson(
    string RoutePrefix,
    TimeSpan FunctionTimeout,
    string HubName,
    string ConnectionName,
    bool AnyStateIsReplaceable,
    bool ThrowOnRaise,
    int? MaxConcurrentActivities)
{
    private const string Root = "AzureFunctionsJobHost";

    /// <summary>Adds the file's values to the configuration, where anything else may override them.</summary>
    /// <exception cref="StartupException">The file is not JSON.</exception>
    public static void AddTo(IConfigurationBuilder configuration, string directory)
    {
        if (JsonSettings.Read(directory, "host.json") is not { } file) return;
        configuration.AddInMemoryCollection(file.AsEnumerable().Select(pair => KeyValuePair.Create($"{Root}:{pair.Key}", pair.Value)));
    }

    /// <exception cref="StartupException">A value is wrong.</exception>
    public static HostJson From(IConfiguration configuration)
    {
        var root = configuration.GetSection(Root);
        var durable = root.GetSection("extensions:durableTask");
        return new(
            (root["extensions:http:routePrefix"] ?? "api").Trim('/'),
            Timeout(root["functionTimeout"]),
            Hub(configuration, durable["hubName"] ?? configuration["WEBSITE_SITE_NAME"]),
            durable["storageProvider:connectionName"] ?? durable["storageProvider:connectionStringName"] ?? "Storage",
            AnyState(durable["overridableExistingInstanceStates"]),
            Flag(durable, "throwStatusExceptionsOnRaiseEvent") ?? true,
            Number(durable, "maxConcurrentActivityFunctions"));
    }

    private static TimeSpan Timeout(string? text) => text switch
    {
        null or "" => TimeSpan.FromMinutes(30),
        "-1" => System.Threading.Timeout.InfiniteTimeSpan,
        _ when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero => time,
        _ => throw new StartupException($"host.json: functionTimeout '{text}' is not a time like 00:10:00, nor -1."),
    };

    private static string Hub(IConfiguration configuration, string? name)
    {
        if (string.IsNullOrEmpty(name)) return "TestHubName";
        var resolved = SettingName().Replace(name, match => configuration[match.Groups[1].Value]
            ?? throw new StartupException($"host.json: hubName names the setting {match.Groups[1].Value}, which is not there."));
        return LegalHub().IsMatch(resolved)
            ? resolved
            : throw new StartupException($"host.json: hubName '{resolved}' is not 3 to 45 letters and digits that start with a letter.");
    }

    private static bool AnyState(string? text) => text?.ToUpperInvariant() switch
    {
        null or "" or "NONRUNNINGSTATES" => false,
        "ANYSTATE" => true,
        _ => throw new StartupException($"host.json: overridableExistingInstanceStates '{text}' is neither NonRunningStates nor AnyState."),
    };

    private static bool? Flag(IConfiguration section, string key) => section[key] switch
    {
        null or "" => null,
        var text when bool.TryParse(text, out var value) => value,
        var text => throw new StartupException($"host.json: {key} '{text}' is neither true nor false."),
    };

    private static int? Number(IConfiguration section, string key) => section[key] switch
    {
        null or "" => null,
        var text when int.TryParse(text, CultureInfo.InvariantCulture, out var value) && value > 0 => value,
        var text => throw new StartupException($"host.json: {key} '{text}' is not a number above zero."),
    };

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingName();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,44}$")]
    private static partial Regex LegalHub();
}
