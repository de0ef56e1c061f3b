using Microsoft.Extensions.Options;
using VideoGen.Domain;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Media;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Intake;

/// <summary>Takes a file that a caller brings: streamed into the store, told by its content, cut off at its limit.</summary>
/// <remarks>What is refused, and what breaks off, leaves nothing behind. With an idempotency key the same file sent again is the same upload.</remarks>
public sealed class UploadDesk(
    VideoBlobs blobs, UploadStore uploads, IdempotencyStore idempotency, IOptions<RetentionOptions> retention, TimeProvider clock)
{
    /// <summary>The largest file.</summary>
    public const long Largest = 100L << 20;

    private const string Field = "file";

    private static readonly string[] Taken = [MediaType.Jpeg, MediaType.Png, MediaType.WebP, MediaType.Mp4, MediaType.Mov];

    public static ProblemException TooLarge() => UploadReader.TooLarge(Field, Largest);

    /// <param name="caller">Whose it will be.</param>
    /// <param name="file">Read to its end.</param>
    /// <param name="idempotencyKey">Null for none.</param>
    /// <param name="atEnd">Called when the file is read; may still refuse.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProblemException">It is too large, or no file that is taken.</exception>
    public async Task<Upload> ReceiveAsync(Caller caller, Stream file, string? idempotencyKey, Func<Task> atEnd, CancellationToken ct)
    {
        if (idempotencyKey is not null) Intake.CheckKey(idempotencyKey);

        using var reader = new UploadReader(file, Field, Largest);
        var type = await reader.StartAsync(ct);
        if (!Taken.Contains(type)) throw Errors.UnsupportedMedia(Field, "must be a JPEG, PNG, WebP, MP4 or MOV file, whatever it is called.");

        var id = UploadStore.NewId();
        var name = UploadStore.BlobName(caller.User, id);
        var expiresAt = RetentionOptions.After(clock.GetUtcNow(), retention.Value.UploadDays);
        try
        {
            await blobs.WriteAsync(name, reader, type!, expiresAt, ct);
            await atEnd();
            var upload = await DescribeAsync(new(id, name, type!, reader.Position, reader.Sha256, 0, 0, null, expiresAt), ct);
            await uploads.SealAsync(upload, ct);
            var kept = idempotencyKey is null ? upload : await ClaimAsync(caller, idempotencyKey, upload, ct);
            if (kept.Id != id) await blobs.DeleteAsync(name, ct);
            return kept;
        }
        catch
        {
            await blobs.DeleteAsync(name, CancellationToken.None);
            throw;
        }
    }

    private async Task<Upload> DescribeAsync(Upload upload, CancellationToken ct)
    {
        var stored = await blobs.OpenAsync(upload.BlobName, ct) ?? throw new InvalidOperationException("The upload vanished while it was looked at.");
        await using var content = stored.Content;
        if (MediaType.IsVideo(upload.ContentType))
        {
            var reading = await Mp4.ReadAsync(content, ct);
            return reading.Facts is { } facts
                ? upload with { Width = facts.Width, Height = facts.Height, DurationSeconds = facts.DurationSeconds }
                : throw Errors.UnsupportedMedia(Field, reading.Problem!);
        }

        var size = await ImageHeader.ReadAsync(content, upload.ContentType, ct) ?? throw Errors.UnsupportedMedia(Field, "is a damaged image.");
        return upload with { Width = size.Width, Height = size.Height };
    }

    private async Task<Upload> ClaimAsync(Caller caller, string key, Upload upload, CancellationToken ct)
    {
        var (id, sha256, isNew) = await idempotency.ClaimAsync(caller.User, $"uploads {key}", upload.Sha256, upload.Id, ct);
        if (isNew) return upload;
        if (sha256 != upload.Sha256) throw Errors.Conflict("This Idempotency-Key was used for another file.");

        return await uploads.FindAsync(caller.User, id, ct) ?? throw Errors.Conflict("The upload of this Idempotency-Key is gone.");
    }
}
