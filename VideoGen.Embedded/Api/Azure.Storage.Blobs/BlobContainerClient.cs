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

    public Task<Response<BlobContainerInfo>> CreateIfNotExistsAsync(PublicAccessType publicAccessType = PublicAccessType.None, IDictionary<string, string>? metadata = null, BlobContainerEncryptionScopeOptions? encryptionScopeOptions = null, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    public Task<Response<BlobContainerInfo>> CreateIfNotExistsAsync(PublicAccessType publicAccessType, IDictionary<string, string>? metadata, CancellationToken cancellationToken) =>
        CreateIfNotExistsAsync(publicAccessType, metadata, null, cancellationToken);

    public Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Response<bool>> DeleteBlobIfExistsAsync(string blobName, DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) =>
        GetBlobClient(blobName).DeleteIfExistsAsync(snapshotsOption, conditions, cancellationToken);

    public AsyncPageable<BlobItem> GetBlobsAsync(BlobTraits traits, BlobStates states, string? prefix, CancellationToken cancellationToken) => throw new NotImplementedException();

    public AsyncPageable<BlobHierarchyItem> GetBlobsByHierarchyAsync(BlobTraits traits, BlobStates states, string? delimiter, string? prefix, CancellationToken cancellationToken) => throw new NotImplementedException();
}
