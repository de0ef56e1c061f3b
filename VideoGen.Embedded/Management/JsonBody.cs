using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace VideoGen.Embedded.Management;

/// <summary>A request's body as JSON text; null when there is none.</summary>
internal readonly record struct JsonBody(bool IsValid, string? Json)
{
    public const string Invalid = "Invalid JSON content";

    public static async Task<JsonBody> ReadAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        if (buffer.Length == 0) return new(true, null);
        buffer.Position = 0;
        try
        {
            using var document = await JsonDocument.ParseAsync(buffer, cancellationToken: request.HttpContext.RequestAborted);
            return new(true, JsonSerializer.Serialize(document.RootElement));
        }
        catch (JsonException)
        {
            return new(false, null);
        }
    }
}
