using Azure.Core;
using Azure.Storage.Blobs.Models;
using VideoGen.Embedded.Storage;
using VideoGen.Embedded.Storage.Blobs;

namespace Azure.Storage.Blobs;

/// <summary>The containers of an account: here, of a data folder.</summary>
public sealed class BlobServiceClient
{
    private readonly BlobStore _store;

    public BlobServiceClient(string connectionString) => _store = StorageConnection.Open(connectionString).Blobs;

    /// <exception cref="NotSupportedException">Always: the embedded store has no address and no identities.</exception>
    public BlobServiceClient(Uri serviceUri, TokenCredential credential, BlobClientOptions? options = null) => throw StorageConnection.NoIdentity();

    public string AccountName { get; } = StorageConnection.AccountName;

    public Uri Uri { get; } = StorageConnection.BlobsUri;

    public BlobContainerClient GetBlobContainerClient(string blobContainerName) => new(_store, blobContainerName);

    /// <exception cref="NotSupportedException">Always: the embedded store cannot sign.</exception>
    public Task<Response<UserDelegationKey>> GetUserDelegationKeyAsync(DateTimeOffset? startsOn, DateTimeOffset expiresOn, CancellationToken cancellationToken) =>
        throw StorageConnection.NoSas();
}
