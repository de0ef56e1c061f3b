using System.Linq.Expressions;
using Azure.Core;
using Azure.Data.Tables.Models;
using VideoGen.Embedded.Storage;
using VideoGen.Embedded.Storage.Tables;

namespace Azure.Data.Tables;

/// <summary>One table.</summary>
/// <remarks>
/// What a completed task says is on the disk. Entities passed in are never updated: the new ETag is in the response's headers.
/// Deleting what is not there answers 404 and does not throw.
/// </remarks>
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

    public async Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default)
    {
        var response = await CreateIfNotExistsAsync(cancellationToken);
        return response.GetRawResponse().IsError ? throw TableErrors.TableAlreadyExists() : response;
    }

    public async Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var created = await _store.CreateAsync(Name);
        return Response.FromValue(new TableItem(Name), new StoreResponse(created ? 204 : 409));
    }

    public async Task<Response> DeleteAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await _store.DeleteAsync(Name) ? new StoreResponse(204) : TableErrors.ResourceNotFound().GetRawResponse()!;
    }

    public Task<Response<T>> GetEntityAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        Synchronous.Run(() => GetEntity<T>(partitionKey, rowKey, select, cancellationToken));

    public Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        Synchronous.Run(() => GetEntityIfExists<T>(partitionKey, rowKey, select, cancellationToken));

    public Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        WriteAsync(TableTransactionActionType.Add, entity, default, cancellationToken);

    public Task<Response> UpsertEntityAsync<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        WriteAsync(mode is TableUpdateMode.Merge ? TableTransactionActionType.UpsertMerge : TableTransactionActionType.UpsertReplace, entity, default, cancellationToken);

    public Task<Response> UpdateEntityAsync<T>(T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        if (ifMatch == default) throw new ArgumentException("An update needs the ETag it expects, or ETag.All for any.", nameof(ifMatch));
        return WriteAsync(mode is TableUpdateMode.Merge ? TableTransactionActionType.UpdateMerge : TableTransactionActionType.UpdateReplace, entity, ifMatch, cancellationToken);
    }

    public async Task<Response> DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await _store.WriteAsync(Name, EntityWrite.Delete(partitionKey, rowKey, ifMatch));
            return new StoreResponse(204);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return missing.GetRawResponse()!;
        }
    }

    public Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    public AsyncPageable<T> QueryAsync<T>(string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        new AsyncStorePages<T>(Pages<T>(filter, select), maxPerPage, cancellationToken);

    public AsyncPageable<T> QueryAsync<T>(Expression<Func<T, bool>> filter, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        QueryAsync<T>(CreateQueryFilter(filter), maxPerPage, select, cancellationToken);

    public async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var entities = await _store.WriteAllAsync(Name, TableTransaction.Check(transactionActions));
        return Response.FromValue<IReadOnlyList<Response>>(Array.ConvertAll(entities, Written), new StoreResponse(202));
    }

    public static string CreateQueryFilter(FormattableString filter) => FilterText.Create(filter);

    public static string CreateQueryFilter<T>(Expression<Func<T, bool>> filter) => ExpressionFilter.Create(filter);

    private static Response Written(StoredEntity? entity) => entity is null ? new StoreResponse(204) : StoreResponse.WithETag(204, entity.ETag);

    private async Task<Response> WriteAsync(TableTransactionActionType kind, ITableEntity entity, ETag ifMatch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(entity.PartitionKey);
        ArgumentNullException.ThrowIfNull(entity.RowKey);
        ct.ThrowIfCancellationRequested();
        return Written(await _store.WriteAsync(Name, EntityWrite.Of(kind, entity, ifMatch)));
    }

    private PageReader<T> Pages<T>(string? filter, IEnumerable<string>? select)
        where T : class, ITableEntity
    {
        var names = Names(select);
        return (token, size) => _store.Query(Name, new EntityPage(filter, token, size)).As(entity => EntityMapper.ToEntity<T>(entity, names));
    }

    // No selection and * both mean everything.
    private static HashSet<string>? Names(IEnumerable<string>? select) =>
        select?.ToHashSet(StringComparer.Ordinal) is { Count: > 0 } names && !names.Contains("*") ? names : null;
}
