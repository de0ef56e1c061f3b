using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using VideoGen.Domain;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Intake;

namespace VideoGen.Functions.Doors.OpenAi;

/// <summary>Reads what the OpenAI clients send: a form, also where there is no file in it, or JSON.</summary>
/// <remarks>A file in a form becomes an upload, so that it never lies in memory, and a video may be remixed while the upload is kept.</remarks>
public sealed class OpenAiForm(UploadDesk desk)
{
    private const string File = "input_reference";
    private const int MostParts = 50;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>The fields, as those of JSON, and the upload that the file became.</returns>
    /// <exception cref="ProblemException">It is too large, or neither.</exception>
    public async Task<(JsonFields Fields, string? Upload)> ReadAsync(Caller caller, HttpRequest request, CancellationToken ct)
    {
        if (BoundaryOf(request) is not { } boundary) return (await request.ReadFieldsAsync(ct, Bodies.LargestWithImage), null);
        if (request.ContentLength > UploadDesk.Largest + Bodies.LargestWithImage) throw UploadDesk.TooLarge();

        var form = new MultipartReader(boundary, request.Body);
        var fields = new JsonObject();
        string? upload = null;
        var (parts, left) = (0, Bodies.LargestWithImage);
        while (await NextAsync(form, ct) is { } part)
        {
            if (++parts > MostParts) throw Errors.InvalidRequest("body", $"must not have more than {MostParts} parts.");

            var header = part.GetContentDispositionHeader();
            var name = HeaderUtilities.RemoveQuotes(header?.Name ?? default).Value ?? "";
            if (header?.IsFileDisposition() == true)
            {
                if (name != File || upload is not null) throw Errors.InvalidRequest(File, "must be the only file of the form.");

                upload = (await desk.ReceiveAsync(caller, part.Body, request.IdempotencyKey(), () => Task.CompletedTask, ct)).Id;
                continue;
            }

            var (text, length) = await ReadTextAsync(part, name, left, ct);
            left -= length;
            Put(fields, name, text);
        }

        if (upload is not null && fields.ContainsKey(File)) throw Errors.InvalidRequest(File, "is given twice.");

        return (JsonFields.Parse(Encoding.UTF8.GetBytes(fields.ToJsonString())), upload);
    }

    // Null when it is no form.
    private static string? BoundaryOf(HttpRequest request) =>
        !MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) ? null
        : HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 70 } boundary ? boundary
        : throw Errors.InvalidRequest("Content-Type", "must name the boundary of the form.");

    // An object is sent as one part for each of its fields: input_reference[image_url].
    private static void Put(JsonObject fields, string name, string text)
    {
        var (place, key) = (fields, name);
        if (name.StartsWith($"{File}[", StringComparison.Ordinal) && name.EndsWith(']'))
        {
            key = name[(File.Length + 1)..^1];
            place = fields[File] as JsonObject ?? [];
            if (place.Parent is null && !fields.TryAdd(File, place)) throw Errors.InvalidRequest(File, "is given twice.");
        }

        if (!place.TryAdd(key, text)) throw Errors.InvalidRequest(name.Length is 0 or > 60 ? "body" : name, "is given twice.");
    }

    private static async Task<(string Text, int Length)> ReadTextAsync(MultipartSection part, string name, int most, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await TryAsync(() => part.Body.ReadAsync(buffer, ct).AsTask()) is var count and > 0)
        {
            if (bytes.Length + count > most) throw Errors.InvalidRequest("body", $"must not have more than {Bodies.LargestWithImage} bytes beside its file.");

            bytes.Write(buffer, 0, count);
        }

        try
        {
            return (Strict.GetString(bytes.GetBuffer(), 0, (int)bytes.Length), (int)bytes.Length);
        }
        catch (DecoderFallbackException)
        {
            throw Errors.InvalidRequest(name.Length is 0 or > 60 ? "body" : name, "is not valid Unicode text.");
        }
    }

    private static Task<MultipartSection?> NextAsync(MultipartReader form, CancellationToken ct) => TryAsync(() => form.ReadNextSectionAsync(ct));

    private static async Task<T> TryAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not BadHttpRequestException))
        {
            throw Errors.InvalidRequest("body", "is no whole form.");
        }
    }
}
