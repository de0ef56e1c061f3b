using System.Globalization;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Options;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;

namespace VideoGen.Functions.Stores;

/// <summary>A stored file being read; the stream seeks, so that ranges can be served.</summary>
public sealed record StoredFile(Stream Content, long Length, string ContentType, DateTimeOffset LastModified);

/// <summary>What is known of a stored video.</summary>
public sealed record StoredVideoFacts(long SizeBytes, string Sha256, string ContentType, DateTimeOffset? ExpiresAt);

/// <summary>What is known of a stored file without reading it.</summary>
public sealed record StoredFileFacts(long Length, string ContentType, DateTimeOffset CreatedAt, IReadOnlyDictionary<string, string> Notes, DateTimeOffset? ExpiresAt);

/// <summary>
/// The files. Container <c>media</c>: <c>{user}/videos/{video}.mp4</c>, beside it <c>{video}_thumb.jpg</c> and what else was made of it;
/// inputs of jobs in <c>{user}/inputs</c>, uploads in <c>{user}/uploads</c>.
/// </summary>
/// <remarks>A file carries the date from which on it may be removed, so that a change of settings alters none that is there.</remarks>
public sealed class VideoBlobs(Storage storage, IOptions<StorageOptions> options, TimeProvider clock)
{
    private const string Cached = "private, max-age=86400";
    private const string Task = "task";
    private const string Sha256 = "sha256";
    private const string Expires = "expires";

    // Kept small: an output passes through, it is never held.
    private static readonly StorageTransferOptions Thin = new() { InitialTransferSize = 4 << 20, MaximumTransferSize = 4 << 20, MaximumConcurrency = 1 };

    private readonly StoredContainer _container = storage.Container("media");

    private readonly BlobSigner _signer = new(storage.BlobsByIdentity, TimeSpan.FromMinutes(options.Value.SignedUrlMinutes), clock);

    public static string VideoName(string user, JobId id, int index) => $"{user}/videos/{Base(id, index)}.mp4";

    public static string ThumbnailName(string user, JobId id, int index) => $"{user}/videos/{Base(id, index)}_thumb.jpg";

    public static string RenditionName(string user, JobId id, int index, Rendition rendition) => $"{user}/videos/{Base(id, index)}{rendition switch
    {
        Rendition.WebM => ".webm",
        Rendition.Gif => ".gif",
        _ => "_sprites.jpg",
    }}";

    public static string InputName(string user, JobId id, string name) => $"{user}/inputs/{id}{name}";

    /// <summary>Stores what the stream gives, with its notes at once; nothing is stored when the stream fails.</summary>
    public async Task WriteAsync(
        string name, Stream content, string contentType, DateTimeOffset? expiresAt, CancellationToken ct, IReadOnlyDictionary<string, string>? notes = null) =>
        await (await _container.OpenAsync(ct)).GetBlobClient(name).UploadAsync(
            content,
            new BlobUploadOptions
            {
                HttpHeaders = new BlobHttpHeaders { ContentType = contentType, CacheControl = Cached },
                Metadata = Metadata(notes ?? new Dictionary<string, string>(), expiresAt),
                TransferOptions = Thin,
            },
            ct);

    /// <summary>Replaces the notes of a file.</summary>
    public async Task NoteAsync(string name, IReadOnlyDictionary<string, string> notes, DateTimeOffset? expiresAt, CancellationToken ct) =>
        await (await _container.OpenAsync(ct)).GetBlobClient(name).SetMetadataAsync(Metadata(notes, expiresAt), cancellationToken: ct);

    /// <summary>Null when there is no such file.</summary>
    public async Task<StoredFileFacts?> FindAsync(string name, CancellationToken ct)
    {
        var blob = (await _container.OpenAsync(ct)).GetBlobClient(name);
        if (!await blob.ExistsAsync(ct)) return null;

        var found = (await blob.GetPropertiesAsync(cancellationToken: ct)).Value;
        return new(found.ContentLength, found.ContentType, found.CreatedOn, found.Metadata.AsReadOnly(), ExpiryIn(found.Metadata));
    }

    /// <summary>Notes which task a video came from: the sign that it is whole.</summary>
    public Task SealAsync(string name, string taskId, string sha256, DateTimeOffset? expiresAt, CancellationToken ct) =>
        NoteAsync(name, Seal(taskId, sha256), expiresAt, ct);

    /// <summary>The notes of a video that is whole.</summary>
    public static Dictionary<string, string> Seal(string taskId, string sha256) => new() { [Task] = Ascii(taskId), [Sha256] = sha256 };

    /// <summary>The facts of a video that this task gave and that is whole; else null.</summary>
    public async Task<StoredVideoFacts?> FindSealedAsync(string name, string taskId, CancellationToken ct) =>
        await FindAsync(name, ct) is { } found && found.Notes.TryGetValue(Task, out var task) && task == Ascii(taskId)
            ? new(found.Length, found.Notes[Sha256], found.ContentType, found.ExpiresAt)
            : null;

    /// <summary>Null when there is no such file.</summary>
    public async Task<StoredFile?> OpenAsync(string name, CancellationToken ct)
    {
        var blob = (await _container.OpenAsync(ct)).GetBlobClient(name);
        if (!await blob.ExistsAsync(ct)) return null;

        var properties = (await blob.GetPropertiesAsync(cancellationToken: ct)).Value;
        return new(await blob.OpenReadAsync(cancellationToken: ct), properties.ContentLength, properties.ContentType, properties.LastModified);
    }

    /// <summary>Where the file may be fetched for a short while; null where the store cannot sign, or shall not.</summary>
    /// <summary>Where signed addresses lead; null where there are none.</summary>
    public string? SignedOrigin => _signer.CanSign(_container.HasKey) ? _container.Address.GetLeftPart(UriPartial.Authority) : null;

    public async Task<Uri?> SignAsync(string name, CancellationToken ct) => await _signer.SignAsync((await _container.OpenAsync(ct)).GetBlobClient(name), ct);

    public async Task DeleteAsync(string name, CancellationToken ct) =>
        await (await _container.OpenAsync(ct)).DeleteBlobIfExistsAsync(name, cancellationToken: ct);

    /// <summary>Removes every file of a job.</summary>
    public async Task DeleteAsync(string user, JobId id, CancellationToken ct)
    {
        var container = await _container.OpenAsync(ct);
        foreach (var prefix in new[] { $"{user}/videos/{id}", $"{user}/inputs/{id}" })
        {
            await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, ct))
            {
                await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: ct);
            }
        }
    }

    /// <summary>Removes files whose time is over; at most so many at once.</summary>
    public async Task<int> DeleteExpiredAsync(DateTimeOffset now, int most, CancellationToken ct)
    {
        var container = await _container.OpenAsync(ct);
        var removed = 0;
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, "", ct))
        {
            if (removed == most) break;
            if (ExpiryIn(blob.Metadata) is not { } expiry || expiry > now) continue;

            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: ct);
            removed++;
        }

        return removed;
    }

    private static string Base(JobId id, int index) => index == 0 ? id.Value : $"{id}-{index}";

    private static Dictionary<string, string> Metadata(IReadOnlyDictionary<string, string> notes, DateTimeOffset? expiresAt)
    {
        var metadata = new Dictionary<string, string>(notes);
        if (expiresAt is { } expiry) metadata[Expires] = expiry.ToString("O", CultureInfo.InvariantCulture);
        return metadata;
    }

    private static DateTimeOffset? ExpiryIn(IDictionary<string, string>? metadata) =>
        metadata is not null && metadata.TryGetValue(Expires, out var text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var expiry) ? expiry : null;

    // Metadata is ASCII; a task id may be anything, and a long one would not fit.
    private static string Ascii(string taskId) => KeyFingerprint.Of(taskId).Value;
}
