using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using VideoGen.Embedded.Storage;
using VideoGen.Embedded.Storage.Blobs;

namespace Azure.Storage.Blobs.Specialized;

/// <summary>What can be done with any blob.</summary>
public class BlobBaseClient
{
    internal BlobBaseClient(BlobStore store, string blobContainerName, string blobName)
    {
        ArgumentException.ThrowIfNullOrEmpty(blobContainerName);
        ArgumentException.ThrowIfNullOrEmpty(blobName);
        Store = store;
        BlobContainerName = blobContainerName;
        Name = blobName;
    }

    internal BlobStore Store { get; }

    public string AccountName { get; } = StorageConnection.AccountName;

    public string BlobContainerName { get; }

    public string Name { get; }

    public Uri Uri => BlobUriBuilder.Address(StorageConnection.BlobsUri, BlobContainerName, Name);

    /// <remarks>False: the embedded store has no key to sign with.</remarks>
    public bool CanGenerateSasUri { get; }

    public Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Response<BlobProperties>> GetPropertiesAsync(BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Response<BlobDownloadStreamingResult>> DownloadStreamingAsync(BlobDownloadOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Response<BlobDownloadResult>> DownloadContentAsync() => DownloadContentAsync(null, default);

    public Task<Response<BlobDownloadResult>> DownloadContentAsync(CancellationToken cancellationToken) => DownloadContentAsync(null, cancellationToken);

    public Task<Response<BlobDownloadResult>> DownloadContentAsync(BlobDownloadOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Response> DownloadToAsync(Stream destination, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Response> DownloadToAsync(string path, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Stream> OpenReadAsync(long position = 0, int? bufferSize = null, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) =>
        OpenReadAsync(new BlobOpenReadOptions(allowModifications: false) { Position = position, BufferSize = bufferSize, Conditions = conditions }, cancellationToken);

    public Task<Stream> OpenReadAsync(BlobOpenReadOptions options, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Response<bool>> DeleteIfExistsAsync(DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Response> DeleteAsync(DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Response<BlobInfo>> SetHttpHeadersAsync(BlobHttpHeaders? httpHeaders = null, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Response<BlobInfo>> SetMetadataAsync(IDictionary<string, string> metadata, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <exception cref="NotSupportedException">Always: the embedded store cannot sign.</exception>
    public Uri GenerateSasUri(BlobSasPermissions permissions, DateTimeOffset expiresOn) => throw StorageConnection.NoSas();

    /// <exception cref="NotSupportedException">Always: the embedded store cannot sign.</exception>
    public Uri GenerateSasUri(BlobSasBuilder builder) => throw StorageConnection.NoSas();
}
