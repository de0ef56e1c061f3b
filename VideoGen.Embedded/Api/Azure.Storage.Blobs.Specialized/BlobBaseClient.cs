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

    public Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default) => Synchronous.Run(() =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        var exists = Store.FindContainer(BlobContainerName) is not null && Store.Find(BlobContainerName, Name) is not null;
        return Response.FromValue(exists, new StoreResponse(exists ? 200 : 404));
    });

    public Task<Response<BlobProperties>> GetPropertiesAsync(BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) => Synchronous.Run(() =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        var blob = BlobConditions.CheckRead(conditions, Store.Find(BlobContainerName, Name));
        return Response.FromValue(BlobModels.ToProperties(blob), BlobModels.Answer(blob));
    });

    public Task<Response<BlobDownloadStreamingResult>> DownloadStreamingAsync(BlobDownloadOptions? options = null, CancellationToken cancellationToken = default) => Synchronous.Run(() =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        return BlobDownload.Start(Store, BlobContainerName, Name, options);
    });

    public Task<Response<BlobDownloadResult>> DownloadContentAsync() => DownloadContentAsync(null, default);

    public Task<Response<BlobDownloadResult>> DownloadContentAsync(CancellationToken cancellationToken) => DownloadContentAsync(null, cancellationToken);

    public async Task<Response<BlobDownloadResult>> DownloadContentAsync(BlobDownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        await BlobDownload.ReadAsync(await DownloadStreamingAsync(options, cancellationToken), cancellationToken);

    public async Task<Response> DownloadToAsync(Stream destination, CancellationToken cancellationToken)
    {
        var response = await DownloadStreamingAsync(cancellationToken: cancellationToken);
        using var result = response.Value;
        await result.Content.CopyToAsync(destination, cancellationToken);
        return response.GetRawResponse();
    }

    public async Task<Response> DownloadToAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.Create(path);
        return await DownloadToAsync(file, cancellationToken);
    }

    public Task<Stream> OpenReadAsync(long position = 0, int? bufferSize = null, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) =>
        OpenReadAsync(new BlobOpenReadOptions(allowModifications: false) { Position = position, BufferSize = bufferSize, Conditions = conditions }, cancellationToken);

    public Task<Stream> OpenReadAsync(BlobOpenReadOptions options, CancellationToken cancellationToken = default) => Synchronous.Run<Stream>(() =>
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        return new BlobReadStream(Store, BlobContainerName, Name, options);
    });

    public async Task<Response<bool>> DeleteIfExistsAsync(DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return Response.FromValue(true, await DeleteAsync(snapshotsOption, conditions, cancellationToken));
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return Response.FromValue(false, missing.GetRawResponse()!);
        }
    }

    public async Task<Response> DeleteAsync(DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // There are no snapshots: deleting only them is done.
        if (snapshotsOption is DeleteSnapshotsOption.OnlySnapshots) BlobConditions.CheckChange(conditions, Store.Find(BlobContainerName, Name));
        else await Store.DeleteAsync(BlobContainerName, Name, conditions);
        return new StoreResponse(202);
    }

    public Task<Response<BlobInfo>> SetHttpHeadersAsync(BlobHttpHeaders? httpHeaders = null, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(conditions, blob => blob with { Headers = BlobHeaders.Of(httpHeaders) }, cancellationToken);

    public Task<Response<BlobInfo>> SetMetadataAsync(IDictionary<string, string> metadata, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        var kept = BlobRules.CheckMetadata(metadata);
        return ChangeAsync(conditions, blob => blob with { Metadata = kept }, cancellationToken);
    }

    /// <exception cref="NotSupportedException">Always: the embedded store cannot sign.</exception>
    public Uri GenerateSasUri(BlobSasPermissions permissions, DateTimeOffset expiresOn) => throw StorageConnection.NoSas();

    /// <exception cref="NotSupportedException">Always: the embedded store cannot sign.</exception>
    public Uri GenerateSasUri(BlobSasBuilder builder) => throw StorageConnection.NoSas();

    private async Task<Response<BlobInfo>> ChangeAsync(BlobRequestConditions? conditions, Func<BlobRecord, BlobRecord> change, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var blob = await Store.ChangeAsync(BlobContainerName, Name, conditions, change);
        return Response.FromValue(BlobModels.ToInfo(blob), BlobModels.Answer(blob));
    }
}
