using Azure.Core;
using Azure.Storage.Blobs.Models;
using VideoGen.Embedded.Storage;
using VideoGen.Embedded.Storage.Blobs;

namespace Azure.Storage.Blobs;

/// <summary>One container of blobs.</summary>
public sealed class BlobContainerClient
{
    private readonly BlobStore _store;

    public BlobContainerClient(string connectionString, string blobContainerName)
        : this(StorageConnection.Open(connectionString).Blobs, blobContainerName)
    {
    }

    /// <exception cref="NotSupportedException">Always: the embedded store has no address and no identities.</exception>
    public BlobContainerClient(Uri blobContainerUri, TokenCredential credential, BlobClientOptions? options = null) => throw StorageConnection.NoIdentity();

    internal BlobContainerClient(BlobStore store, string blobContainerName)
    {
        ArgumentException.ThrowIfNullOrEmpty(blobContainerName);
        _store = store;
        Name = blobContainerName;
    }

    public string AccountName { get; } = StorageConnection.AccountName;

    public string Name { get; }

    public Uri Uri => BlobUriBuilder.Address(StorageConnection.BlobsUri, Name, null);

    /// <remarks>False: the embedded store has no key to sign with.</remarks>
    public bool CanGenerateSasUri { get; }

    public BlobClient GetBlobClient(string blobName) => new(_store, Name, blobName);

    /// <remarks>As in the real client the result is null when the container was there already.</remarks>
    public async Task<Response<BlobContainerInfo>> CreateIfNotExistsAsync(PublicAccessType publicAccessType = PublicAccessType.None, IDictionary<string, string>? metadata = null, BlobContainerEncryptionScopeOptions? encryptionScopeOptions = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await _store.CreateContainerAsync(Name, metadata) is { } container
            ? Response.FromValue(new BlobContainerInfo { ETag = container.ETag, LastModified = container.LastModified }, StoreResponse.WithETag(201, container.ETag))
            : null!;
    }

    public Task<Response<BlobContainerInfo>> CreateIfNotExistsAsync(PublicAccessType publicAccessType, IDictionary<string, string>? metadata, CancellationToken cancellationToken) =>
        CreateIfNotExistsAsync(publicAccessType, metadata, null, cancellationToken);

    public Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default) => Synchronous.Run(() =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        var exists = _store.FindContainer(Name) is not null;
        return Response.FromValue(exists, new StoreResponse(exists ? 200 : 404));
    });

    public Task<Response<bool>> DeleteBlobIfExistsAsync(string blobName, DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) =>
        GetBlobClient(blobName).DeleteIfExistsAsync(snapshotsOption, conditions, cancellationToken);

    public AsyncPageable<BlobItem> GetBlobsAsync(BlobTraits traits, BlobStates states, string? prefix, CancellationToken cancellationToken) =>
        new AsyncStorePages<BlobItem>(
            (token, size) => _store.List(Name, new BlobPage(prefix, null, token, size)).As(entry => BlobModels.ToItem(entry.Blob!, traits)), null, cancellationToken);

    public AsyncPageable<BlobHierarchyItem> GetBlobsByHierarchyAsync(BlobTraits traits, BlobStates states, string? delimiter, string? prefix, CancellationToken cancellationToken) =>
        new AsyncStorePages<BlobHierarchyItem>(
            (token, size) => _store.List(Name, new BlobPage(prefix, delimiter, token, size))
                .As(entry => new BlobHierarchyItem(entry.Prefix, entry.Blob is { } blob ? BlobModels.ToItem(blob, traits) : null)),
            null,
            cancellationToken);
}
