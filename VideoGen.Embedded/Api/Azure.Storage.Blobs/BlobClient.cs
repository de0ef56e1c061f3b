using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using VideoGen.Embedded.Storage;
using VideoGen.Embedded.Storage.Blobs;

namespace Azure.Storage.Blobs;

/// <summary>One blob.</summary>
/// <remarks>
/// A plain upload fails when the blob exists, <c>overwrite: true</c> replaces it, and the forms with options or headers
/// replace it too unless a condition forbids that. A blob changes as a whole or not at all.
/// </remarks>
public sealed class BlobClient : BlobBaseClient
{
    public BlobClient(string connectionString, string blobContainerName, string blobName)
        : base(StorageConnection.Open(connectionString).Blobs, blobContainerName, blobName)
    {
    }

    /// <exception cref="NotSupportedException">Always: the embedded store has no address and no identities.</exception>
    public BlobClient(Uri blobUri, TokenCredential credential, BlobClientOptions? options = null)
        : base(NoStore(), "", "")
    {
    }

    /// <exception cref="NotSupportedException">Always: the embedded store has no address and no identities.</exception>
    public BlobClient(Uri blobUri, BlobClientOptions? options = null)
        : base(NoStore(), "", "")
    {
    }

    internal BlobClient(BlobStore store, string blobContainerName, string blobName)
        : base(store, blobContainerName, blobName)
    {
    }

    public Task<Response<BlobContentInfo>> UploadAsync(Stream content) => UploadAsync(content, false, default);

    public Task<Response<BlobContentInfo>> UploadAsync(Stream content, CancellationToken cancellationToken) => UploadAsync(content, false, cancellationToken);

    public Task<Response<BlobContentInfo>> UploadAsync(Stream content, bool overwrite = false, CancellationToken cancellationToken = default) =>
        UploadAsync(content, Overwriting(overwrite), cancellationToken);

    public async Task<Response<BlobContentInfo>> UploadAsync(Stream content, BlobUploadOptions? options, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var blob = await BlobUpload.UploadAsync(Store, BlobContainerName, Name, content, options, cancellationToken);
        return Response.FromValue(BlobModels.ToContentInfo(blob), BlobModels.Answer(blob, 201));
    }

    public Task<Response<BlobContentInfo>> UploadAsync(Stream content, BlobHttpHeaders? httpHeaders = null, IDictionary<string, string>? metadata = null, BlobRequestConditions? conditions = null, IProgress<long>? progressHandler = null, AccessTier? accessTier = null, StorageTransferOptions transferOptions = default, CancellationToken cancellationToken = default) =>
        UploadAsync(content, Options(httpHeaders, metadata, conditions, progressHandler, accessTier, transferOptions), cancellationToken);

    public Task<Response<BlobContentInfo>> UploadAsync(BinaryData content) => UploadAsync(content, false, default);

    public Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, CancellationToken cancellationToken) => UploadAsync(content, false, cancellationToken);

    public Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, bool overwrite = false, CancellationToken cancellationToken = default) =>
        UploadAsync(content, Overwriting(overwrite), cancellationToken);

    public Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, BlobUploadOptions? options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        return UploadAsync(content.ToStream(), options, cancellationToken);
    }

    public Task<Response<BlobContentInfo>> UploadAsync(string path) => UploadAsync(path, false, default);

    public Task<Response<BlobContentInfo>> UploadAsync(string path, CancellationToken cancellationToken) => UploadAsync(path, false, cancellationToken);

    public Task<Response<BlobContentInfo>> UploadAsync(string path, bool overwrite = false, CancellationToken cancellationToken = default) =>
        UploadAsync(path, Overwriting(overwrite), cancellationToken);

    public async Task<Response<BlobContentInfo>> UploadAsync(string path, BlobUploadOptions? options, CancellationToken cancellationToken = default)
    {
        await using var file = File.OpenRead(path);
        return await UploadAsync(file, options, cancellationToken);
    }

    public Task<Response<BlobContentInfo>> UploadAsync(string path, BlobHttpHeaders? httpHeaders = null, IDictionary<string, string>? metadata = null, BlobRequestConditions? conditions = null, IProgress<long>? progressHandler = null, AccessTier? accessTier = null, StorageTransferOptions transferOptions = default, CancellationToken cancellationToken = default) =>
        UploadAsync(path, Options(httpHeaders, metadata, conditions, progressHandler, accessTier, transferOptions), cancellationToken);

    /// <exception cref="ArgumentException"><paramref name="overwrite"/> is false.</exception>
    /// <remarks>The blob changes when the stream is disposed.</remarks>
    public Task<Stream> OpenWriteAsync(bool overwrite, BlobOpenWriteOptions? options = null, CancellationToken cancellationToken = default) => Synchronous.Run(() =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!overwrite) throw new ArgumentException("A blob can only be overwritten as a stream; set OpenConditions to keep one that exists.", nameof(overwrite));
        return BlobUpload.OpenWrite(Store, BlobContainerName, Name, options);
    });

    private static BlobUploadOptions Overwriting(bool overwrite) =>
        new() { Conditions = overwrite ? null : new BlobRequestConditions { IfNoneMatch = ETag.All } };

    private static BlobUploadOptions Options(BlobHttpHeaders? headers, IDictionary<string, string>? metadata, BlobRequestConditions? conditions, IProgress<long>? progress, AccessTier? tier, StorageTransferOptions transfer) =>
        new() { HttpHeaders = headers, Metadata = metadata, Conditions = conditions, ProgressHandler = progress, AccessTier = tier, TransferOptions = transfer };

    private static BlobStore NoStore() => throw StorageConnection.NoIdentity();
}
