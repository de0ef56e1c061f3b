using System.Globalization;
using Microsoft.AspNetCore.Http;
using VideoGen.Domain.Catalog;

namespace VideoGen.Functions.Doors;

/// <summary>Tells in an answer's headers that the model behind it will go: <c>Deprecation</c> (RFC 9745) and <c>Sunset</c> (RFC 8594).</summary>
public static class DeprecationHeaders
{
    public static void Tell(this HttpResponse response, Deprecation? deprecation)
    {
        if (deprecation is null) return;

        response.Headers["Deprecation"] = string.Create(CultureInfo.InvariantCulture, $"@{Midnight(deprecation.DeprecatedOn).ToUnixTimeSeconds()}");
        if (deprecation.RetiresOn is { } end)
        {
            response.Headers["Sunset"] = Midnight(end).ToString("R", CultureInfo.InvariantCulture);
        }
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
