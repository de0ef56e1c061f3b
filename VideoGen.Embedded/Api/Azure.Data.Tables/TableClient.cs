using System.Linq.Expressions;
using Azure.Core;
using Azure.Data.Tables.Models;
using VideoGen.Embedded.Storage;
using VideoGen.Embedded.Storage.Tables;

namespace Azure.Data.Tables;

/// <summary>One table.</summary>
public sealed partial class TableClient
{
    private readonly TableStore _store;

    public TableClient(string connectionString, string tableName)
        : this(StorageConnection.Open(connectionString).Tables, tableName)
    {
    }

    /// <exception cref="NotSupportedException">Always: the embedded store has no address and no identities.</exception>
    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions? options = null) => throw StorageConnection.NoIdentity();

    internal TableClient(TableStore store, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _store = store;
        Name = tableName;
    }

    public string AccountName { get; } = StorageConnection.AccountName;

    public string Name { get; }

    public Uri Uri => new(StorageConnection.TablesUri, Name);

    public Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Response> DeleteAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Response<T>> GetEntityAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => throw new NotImplementedException();

    public Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => throw new NotImplementedException();

    public Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity => throw new NotImplementedException();

    public Task<Response> UpsertEntityAsync<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity => throw new NotImplementedException();

    public Task<Response> UpdateEntityAsync<T>(T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity => throw new NotImplementedException();

    public Task<Response> DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    public AsyncPageable<T> QueryAsync<T>(string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => throw new NotImplementedException();

    public AsyncPageable<T> QueryAsync<T>(Expression<Func<T, bool>> filter, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => QueryAsync<T>(CreateQueryFilter(filter), maxPerPage, select, cancellationToken);

    public Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public static string CreateQueryFilter(FormattableString filter) => throw new NotImplementedException();

    public static string CreateQueryFilter<T>(Expression<Func<T, bool>> filter) => throw new NotImplementedException();
}
