using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace VideoGen.Functions.Doors.Native;

/// <summary>What a caller would like (RFC 7240): <c>Prefer: wait=N</c>. A wish that is not understood is none.</summary>
public static class Preference
{
    private const int LongestWait = 60;

    /// <summary>How long the caller would wait for the end of what it starts; null when it says nothing of it.</summary>
    public static TimeSpan? WaitOf(HttpRequest request) =>
        request.Headers["Prefer"].SelectMany(line => (line ?? "").Split([',', ';'], StringSplitOptions.TrimEntries))
            .Where(wish => wish.StartsWith("wait=", StringComparison.OrdinalIgnoreCase))
            .Select(wish => int.TryParse(wish.AsSpan("wait=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
                ? TimeSpan.FromSeconds(Math.Min(seconds, LongestWait))
                : (TimeSpan?)null)
            .FirstOrDefault();

    /// <summary>Says that it was done as wished.</summary>
    public static void Applied(HttpResponse response, TimeSpan wait) =>
        response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={wait.TotalSeconds:0}");
}
