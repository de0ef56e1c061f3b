using System.Buffers;
using Azure.Storage.Blobs.Models;

namespace VideoGen.Embedded.Storage.Blobs;

/// <summary>The two ways in which a blob gets a content.</summary>
internal static class BlobUpload
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Takes a stream to its end; memory stays flat, whatever its length.</summary>
    public static async Task<BlobRecord> UploadAsync(BlobStore store, string container, string name, Stream content, BlobUploadOptions? options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content.CanSeek && content.Length > 0 && content.Position >= content.Length)
        {
            throw new ArgumentException("The stream stands at its end; set its Position to the start of the data to upload.", nameof(content));
        }

        var (headers, metadata) = Check(store, container, name, options?.HttpHeaders, options?.Metadata, options?.Tags, blob => BlobConditions.CheckUpload(options?.Conditions, blob));
        await using var staged = store.Stage(hashed: true);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await content.ReadAsync(buffer, ct) is > 0 and var read)
            {
                await staged.AppendAsync(buffer.AsMemory(0, read), ct);
                options?.ProgressHandler?.Report(staged.Length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        await staged.CompleteAsync();
        return await store.CommitAsync(container, name, staged, headers with { Hash = headers.Hash ?? staged.Hash }, metadata, blob => BlobConditions.CheckUpload(options?.Conditions, blob));
    }

    /// <summary>A stream to write to. The blob must be as it was found, or still not be, when the stream is disposed.</summary>
    public static Stream OpenWrite(BlobStore store, string container, string name, BlobOpenWriteOptions? options)
    {
        BlobRecord? found = null;
        var (headers, metadata) = Check(store, container, name, options?.HttpHeaders, options?.Metadata, options?.Tags, blob =>
        {
            found = blob;
            BlobConditions.CheckUpload(options?.OpenConditions, blob);
        });

        return new BlobWriteStream(
            store.Stage(hashed: false),
            staged => store.CommitAsync(container, name, staged, headers, metadata, blob =>
            {
                if (blob?.Version != found?.Version) throw BlobErrors.ConditionNotMet();
            }),
            options?.ProgressHandler);
    }

    // Before a byte is read: what cannot succeed is refused at once.
    private static (BlobHeaders Headers, Dictionary<string, string> Metadata) Check(
        BlobStore store, string container, string name, BlobHttpHeaders? headers, IDictionary<string, string>? metadata, IDictionary<string, string>? tags, Action<BlobRecord?> check)
    {
        BlobRules.CheckNewBlobName(name);
        var kept = BlobRules.CheckMetadata(metadata);
        if (tags is { Count: > 0 }) throw BlobErrors.NoTags();
        check(store.Find(container, name));
        return (BlobHeaders.Of(headers), kept);
    }
}
