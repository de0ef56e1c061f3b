using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace VideoGen.Functions.Stores;

/// <summary>The one way to tables and blobs; which account, and by key or identity, is decided here.</summary>
public sealed class Storage(IOptions<StorageOptions> options)
{
    private readonly StorageOptions _options = options.Value;

    // One for all, as it keeps the tokens.
    private readonly Lazy<TokenCredential> _identity = new(() => StorageIdentity.Of(options.Value));

    public StoredTable Table(string name) => new(_options.Tables is { } uri
        ? new TableClient(uri, name, _identity.Value)
        : new TableClient(_options.ConnectionString, name));

    /// <summary>Null where the connection string leads to the blobs: it holds the key, or there is none.</summary>
    public BlobServiceClient? BlobsByIdentity => _options.Blobs is { } uri ? new BlobServiceClient(uri, _identity.Value) : null;

    public StoredContainer Container(string name) => new(_options.Blobs is { } uri
        ? new BlobContainerClient(new Uri(uri, name), _identity.Value)
        : new BlobContainerClient(_options.ConnectionString, name));
}

/// <summary>A table that is made when it is first used.</summary>
public sealed class StoredTable(TableClient client)
{
    private volatile bool _exists;

    public async ValueTask<TableClient> OpenAsync(CancellationToken ct)
    {
        if (!_exists)
        {
            await client.CreateIfNotExistsAsync(ct);
            _exists = true;
        }

        return client;
    }
}

/// <summary>A container that is made when it is first used.</summary>
public sealed class StoredContainer(BlobContainerClient client)
{
    private volatile bool _exists;

    public async ValueTask<BlobContainerClient> OpenAsync(CancellationToken ct)
    {
        if (!_exists)
        {
            await client.CreateIfNotExistsAsync(cancellationToken: ct);
            _exists = true;
        }

        return client;
    }
}
