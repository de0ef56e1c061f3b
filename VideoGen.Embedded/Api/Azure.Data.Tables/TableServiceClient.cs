using Azure.Core;
using Azure.Data.Tables.Models;
using VideoGen.Embedded.Storage;
using VideoGen.Embedded.Storage.Tables;

namespace Azure.Data.Tables;

/// <summary>The tables of an account: here, of a data folder.</summary>
public sealed class TableServiceClient
{
    private readonly TableStore _store;

    public TableServiceClient(string connectionString) => _store = StorageConnection.Open(connectionString).Tables;

    /// <exception cref="NotSupportedException">Always: the embedded store has no address and no identities.</exception>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = null) => throw StorageConnection.NoIdentity();

    public string AccountName { get; } = StorageConnection.AccountName;

    public Uri Uri { get; } = StorageConnection.TablesUri;

    public TableClient GetTableClient(string tableName) => new(_store, tableName);

    public Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateAsync(cancellationToken);

    public Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateIfNotExistsAsync(cancellationToken);

    public Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).DeleteAsync(cancellationToken);

    public AsyncPageable<TableItem> QueryAsync(string? filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        new AsyncStorePages<TableItem>(
            (token, size) => _store.QueryTables(new EntityPage(filter, token, size)).As(table => new TableItem(table.RowKey)), maxPerPage, cancellationToken);

    public static string CreateQueryFilter(FormattableString filter) => TableClient.CreateQueryFilter(filter);
}
