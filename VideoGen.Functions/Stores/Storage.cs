using Azure;
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

    /// <summary>Applies a change to a row as it is; two who change it at once do so one after the other. Null when there is none.</summary>
    public async Task<T?> ChangeAsync<T>(
        string partition, string id, Func<TableEntity, T> read, Func<T, TableEntity> write, Func<T, T> change, CancellationToken ct)
        where T : class
    {
        var table = await OpenAsync(ct);
        while (await table.GetEntityIfExistsAsync<TableEntity>(partition, id, cancellationToken: ct) is { HasValue: true, Value: { } row })
        {
            var found = read(row);
            var changed = change(found);
            if (changed.Equals(found)) return found;

            try
            {
                await table.UpdateEntityAsync(write(changed), row.ETag, TableUpdateMode.Replace, ct);
                return changed;
            }
            catch (RequestFailedException e) when (e.Status is 412 or 404)
            {
                // Somebody else was first; look again.
            }
        }

        return null;
    }
}

/// <summary>A container that is made when it is first used.</summary>
public sealed class StoredContainer(BlobContainerClient client)
{
    private volatile bool _exists;

    public Uri Address => client.Uri;

    /// <summary>Whether the account's key is there to sign with.</summary>
    public bool HasKey => client.CanGenerateSasUri;

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
