using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using VideoGen.ProviderSim.Stage;

namespace VideoGen.ProviderSim.Runway;

/// <summary>Uploads in two steps: a form to fill, then the file behind its fields.</summary>
internal sealed class RunwayUploads(SimClock clock)
{
    private const long Largest = 200L << 20;
    private static readonly string[] _fields = ["key", "policy", "x-amz-signature"];

    private readonly ConcurrentDictionary<string, (Dictionary<string, string> Fields, bool Received, DateTimeOffset At)> _uploads = new();

    public bool Has(string uri) =>
        _uploads.TryGetValue(uri["runway://".Length..], out var upload) && upload.Received && clock.Now < upload.At.AddHours(24);

    public IResult Begin(string text, HttpRequest request)
    {
        if (!RunwayBody.TryParse(text, out var body)
            || !body.TryGetProperty("filename", out var filename) || filename.ValueKind != JsonValueKind.String || filename.GetString() is ""
            || !body.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || type.GetString() != "ephemeral")
        {
            return Results.Json(new { error = "Validation of body failed", issues = Array.Empty<JsonObject>() }, statusCode: 400);
        }

        var id = Guid.NewGuid().ToString();
        var fields = _fields.ToDictionary(field => field, field => field == "key" ? $"ephemeral/{id}/{filename.GetString()}" : Guid.NewGuid().ToString("N"));
        _uploads[id] = (fields, false, clock.Now);
        return Results.Json(new { uploadUrl = $"{request.Scheme}://{request.Host}/uploads/runway/{id}", fields, runwayUri = $"runway://{id}" });
    }

    /// <summary>Takes the form as a bucket does: what comes after the file is not seen, so every field has to come before it.</summary>
    public async Task<IResult> ReceiveAsync(HttpContext context, string upload)
    {
        var boundary = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) ? HeaderUtilities.RemoveQuotes(type.Boundary).Value : null;
        if (boundary is null || !_uploads.TryGetValue(upload, out var expected))
        {
            return Refuse("MalformedPOSTRequest");
        }

        var reader = new MultipartReader(boundary, context.Request.Body);
        var given = new Dictionary<string, string>();
        while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
        {
            var name = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) ? HeaderUtilities.RemoveQuotes(disposition.Name).Value : null;
            if (name != "file")
            {
                given[name ?? ""] = await section.ReadAsStringAsync(context.RequestAborted);
                continue;
            }

            if (expected.Fields.Any(field => given.GetValueOrDefault(field.Key) != field.Value))
            {
                return Refuse("AccessDenied");
            }

            if (await LengthAsync(section.Body, context.RequestAborted) > Largest)
            {
                return Refuse("EntityTooLarge");
            }

            _uploads[upload] = (expected.Fields, true, clock.Now);
            return Results.NoContent();
        }

        return Refuse("InvalidArgument");
    }

    private static async Task<long> LengthAsync(Stream body, CancellationToken ct)
    {
        var (buffer, length) = (new byte[64 << 10], 0L);
        while (length <= Largest && await body.ReadAsync(buffer, ct) is > 0 and var read)
        {
            length += read;
        }

        return length;
    }

    private static IResult Refuse(string code) =>
        Results.Text($"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code></Error>", "application/xml", statusCode: code == "AccessDenied" ? 403 : 400);
}
