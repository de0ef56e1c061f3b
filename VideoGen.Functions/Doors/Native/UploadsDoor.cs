using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;
using VideoGen.Domain;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Intake;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Doors.Native;

/// <summary>The native API's uploads: the body is the file, or a form with one file in it.</summary>
public sealed class UploadsDoor(Callers callers, UploadDesk desk)
{
    // What a form may add around its file.
    private const int LargestFrame = 64 << 10;

    [Function("Upload")]
    public async Task<IResult> Receive(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/uploads")] HttpRequest request, CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        if (request.ContentLength > UploadDesk.Largest + LargestFrame) throw UploadDesk.TooLarge();

        var key = request.IdempotencyKey();
        var upload = BoundaryOf(request) is { } boundary
            ? await ReceiveFormAsync(caller, new(boundary, request.Body), key, ct)
            : await desk.ReceiveAsync(caller, request.Body, key, () => Task.CompletedTask, ct);
        return Results.Json(
            new UploadAnswer(upload.Id, upload.ContentType, upload.SizeBytes, upload.Width, upload.Height, upload.DurationSeconds, upload.ExpiresAt),
            NativeJson.Options,
            statusCode: StatusCodes.Status201Created);
    }

    // Null when it is no form.
    private static string? BoundaryOf(HttpRequest request) =>
        !MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) ? null
        : HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 70 } boundary ? boundary
        : throw Errors.InvalidRequest("Content-Type", "must name the boundary of the form.");

    private async Task<Upload> ReceiveFormAsync(Caller caller, MultipartReader form, string? key, CancellationToken ct)
    {
        var part = await NextAsync(form, ct) ?? throw Errors.InvalidRequest("file", "is missing: the form is empty.");
        return part.GetContentDispositionHeader()?.IsFileDisposition() == true
            ? await desk.ReceiveAsync(caller, part.Body, key, () => RefuseMoreAsync(form, ct), ct)
            : throw Errors.InvalidRequest("file", "must be the first part of the form, and have a file name.");
    }

    private static async Task RefuseMoreAsync(MultipartReader form, CancellationToken ct)
    {
        if (await NextAsync(form, ct) is not null) throw Errors.InvalidRequest("body", "must be a form with one file and nothing else.");
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader form, CancellationToken ct)
    {
        try
        {
            return await form.ReadNextSectionAsync(ct);
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not BadHttpRequestException))
        {
            throw Errors.InvalidRequest("body", "is no whole form.");
        }
    }

    private sealed record UploadAnswer(
        string Id, string ContentType, long SizeBytes, int Width, int Height, double? DurationSeconds, DateTimeOffset? ExpiresAt);
}
