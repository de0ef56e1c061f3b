using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Samples.Webhooks;

/// <summary>Receives webhooks of VideoGen with nothing but ASP.NET Core: <c>app.MapWebhooks("/hook", secret, e => ...)</c>.</summary>
public static class WebhookReceiver
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    // An event may come more than once, always under the same id. A real receiver remembers ids where they outlive it.
    private static readonly ConcurrentDictionary<string, bool> Seen = new();

    public static void MapWebhooks(this IEndpointRouteBuilder app, string path, string secret, Action<JsonNode> handle) => app.MapPost(path, async (HttpRequest request) =>
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        if (!IsGenuine(secret, request.Headers, body.ToArray(), DateTimeOffset.UtcNow)) return Results.Unauthorized();

        // Whoever takes longer than 20 seconds is told again: what takes long belongs into a queue.
        if (Seen.TryAdd(request.Headers["webhook-id"]!, true))
        {
            handle(JsonNode.Parse(body.ToArray())!);
        }

        return Results.NoContent();
    });

    /// <param name="secret">As it was told when the subscription was made.</param>
    /// <param name="headers">Of the request.</param>
    /// <param name="body">The bytes as they came: parsed and written again it is another text, with another signature.</param>
    /// <param name="now">By our clock.</param>
    public static bool IsGenuine(string secret, IHeaderDictionary headers, byte[] body, DateTimeOffset now)
    {
        string? id = headers["webhook-id"], timestamp = headers["webhook-timestamp"], signatures = headers["webhook-signature"];
        if (string.IsNullOrEmpty(id) || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
        if (Math.Abs(now.ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds) return false;

        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] content = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = Encoding.ASCII.GetBytes($"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, content))}");
        // While one secret replaces another there are two signatures. One that fits is enough.
        return (signatures ?? "").Split(' ').Any(given => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected));
    }
}
