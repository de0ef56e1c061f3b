using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace VideoGen.Embedded.Management;

/// <summary>Query parameters as the management API reads them: what does not parse counts as not given.</summary>
internal static class QueryValues
{
    public static bool Flag(this HttpRequest request, string name, bool absent) =>
        bool.TryParse(request.Query[name], out var value) ? value : absent;

    public static int? Number(this HttpRequest request, string name) =>
        int.TryParse(request.Query[name], NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static TimeSpan? Seconds(this HttpRequest request, string name) =>
        double.TryParse(request.Query[name], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and < int.MaxValue
            ? TimeSpan.FromSeconds(value)
            : null;

    public static DateTime? Time(this HttpRequest request, string name) =>
        DateTime.TryParse(request.Query[name], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var value)
            ? value
            : null;

    public static string? Text(this HttpRequest request, string name) =>
        request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>Names in exact case, separated by commas or repeated; null when none is known.</summary>
    public static IReadOnlyCollection<OrchestrationRuntimeStatus>? Statuses(this HttpRequest request)
    {
        var known = request.Query["runtimeStatus"]
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries))
            .Where(Enum.GetNames<OrchestrationRuntimeStatus>().Contains)
            .Select(Enum.Parse<OrchestrationRuntimeStatus>)
            .ToHashSet();
        return known.Count > 0 ? known : null;
    }
}
