using Azure.Storage;
using Azure.Storage.Blobs.Models;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Stores;

/// <summary>A stored file being read; the stream seeks, so that ranges can be served.</summary>
public sealed record StoredFile(Stream Content, long Length, string ContentType, DateTimeOffset LastModified);

/// <summary>What is known of a stored video.</summary>
public sealed record StoredVideoFacts(long SizeBytes, string Sha256, string ContentType);

/// <summary>The files. Container <c>media</c>: <c>{user}/videos/{video}.mp4</c>, <c>{video}_thumb.jpg</c> beside it, inputs in <c>{user}/inputs</c>.</summary>
public sealed class VideoBlobs(Storage storage)
{
    private const string Cached = "private, max-age=86400";

    // Kept small: an output passes through, it is never held.
    private static readonly StorageTransferOptions Thin = new() { InitialTransferSize = 4 << 20, MaximumTransferSize = 4 << 20, MaximumConcurrency = 1 };

    private readonly StoredContainer _container = storage.Container("media");

    public static string VideoName(string user, JobId id, int index) => $"{user}/videos/{Base(id, index)}.mp4";

    public static string ThumbnailName(string user, JobId id, int index) => $"{user}/videos/{Base(id, index)}_thumb.jpg";

    public static string InputName(string user, JobId id, string extension) => $"{user}/inputs/{id}.{extension}";

    /// <summary>Stores what the stream gives; nothing is stored when the stream fails.</summary>
    public async Task WriteAsync(string name, Stream content, string contentType, CancellationToken ct) =>
        await (await _container.OpenAsync(ct)).GetBlobClient(name).UploadAsync(
            content,
            new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = contentType, CacheControl = Cached }, TransferOptions = Thin },
            ct);

    /// <summary>Notes which task a video came from: the sign that it is whole.</summary>
    public async Task SealAsync(string name, string taskId, string sha256, CancellationToken ct) =>
        await (await _container.OpenAsync(ct)).GetBlobClient(name).SetMetadataAsync(
            new Dictionary<string, string> { ["task"] = Ascii(taskId), ["sha256"] = sha256 }, cancellationToken: ct);

    /// <summary>The facts of a video that this task gave and that is whole; else null.</summary>
    public async Task<StoredVideoFacts?> FindSealedAsync(string name, string taskId, CancellationToken ct)
    {
        var blob = (await _container.OpenAsync(ct)).GetBlobClient(name);
        if (!await blob.ExistsAsync(ct)) return null;

        var properties = (await blob.GetPropertiesAsync(cancellationToken: ct)).Value;
        return properties.Metadata.TryGetValue("task", out var task) && task == Ascii(taskId)
            ? new(properties.ContentLength, properties.Metadata["sha256"], properties.ContentType)
            : null;
    }

    /// <summary>Null when there is no such file.</summary>
    public async Task<StoredFile?> OpenAsync(string name, CancellationToken ct)
    {
        var blob = (await _container.OpenAsync(ct)).GetBlobClient(name);
        if (!await blob.ExistsAsync(ct)) return null;

        var properties = (await blob.GetPropertiesAsync(cancellationToken: ct)).Value;
        return new(await blob.OpenReadAsync(cancellationToken: ct), properties.ContentLength, properties.ContentType, properties.LastModified);
    }

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

    private static string Base(JobId id, int index) => index == 0 ? id.Value : $"{id}-{index}";

    // Metadata is ASCII; a task id may be anything, and a long one would not fit.
    private static string Ascii(string taskId) => KeyFingerprint.Of(taskId).Value;
}
