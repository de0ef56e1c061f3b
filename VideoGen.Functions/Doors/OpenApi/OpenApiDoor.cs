using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace VideoGen.Functions.Doors.OpenApi;

/// <summary>The description of all doors, in OpenAPI 3.1.</summary>
/// <remarks>Open to all, as programs are made from it. A test holds every route, request and answer against it.</remarks>
public static class OpenApiDoor
{
    private static readonly Lazy<(byte[] Bytes, string Tag)> Document = new(Read);

    [Function("GetOpenApi")]
    public static IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/openapi.json")] HttpRequest request)
    {
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=3600";
        return Results.Bytes(Document.Value.Bytes, "application/json; charset=utf-8", entityTag: new(Document.Value.Tag));
    }

    private static (byte[] Bytes, string Tag) Read()
    {
        using var stream = typeof(OpenApiDoor).Assembly.GetManifestResourceStream("openapi.json")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return (bytes.ToArray(), $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()))[..32]}\"");
    }
}
