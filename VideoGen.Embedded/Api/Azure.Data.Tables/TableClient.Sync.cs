using System.Linq.Expressions;
using Azure.Data.Tables.Models;
using VideoGen.Embedded.Storage;
using VideoGen.Embedded.Storage.Tables;

namespace Azure.Data.Tables;

public sealed partial class TableClient
{
    public Response<TableItem> Create(CancellationToken cancellationToken = default) => Synchronous.Wait(CreateAsync(cancellationToken));

    public Response<TableItem> CreateIfNotExists(CancellationToken cancellationToken = default) => Synchronous.Wait(CreateIfNotExistsAsync(cancellationToken));

    public Response Delete(CancellationToken cancellationToken = default) => Synchronous.Wait(DeleteAsync(cancellationToken));

    public Response<T> GetEntity<T>(string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = GetEntityIfExists<T>(partitionKey, rowKey, select, cancellationToken);
        return response.HasValue ? (Response<T>)response : throw TableErrors.ResourceNotFound();
    }

    public NullableResponse<T> GetEntityIfExists<T>(string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        cancellationToken.ThrowIfCancellationRequested();
        return _store.Find(Name, partitionKey, rowKey) is { } entity
            ? Response.FromValue(EntityMapper.ToEntity<T>(entity, Names(select)), StoreResponse.WithETag(200, entity.ETag))
            : new NoValue<T>(new StoreResponse(404));
    }

    public Response AddEntity<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        Synchronous.Wait(AddEntityAsync(entity, cancellationToken));

    public Response UpsertEntity<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        Synchronous.Wait(UpsertEntityAsync(entity, mode, cancellationToken));

    public Response UpdateEntity<T>(T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        Synchronous.Wait(UpdateEntityAsync(entity, ifMatch, mode, cancellationToken));

    public Response DeleteEntity(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        Synchronous.Wait(DeleteEntityAsync(partitionKey, rowKey, ifMatch, cancellationToken));

    public Response DeleteEntity(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        Synchronous.Wait(DeleteEntityAsync(entity, ifMatch, cancellationToken));

    public Pageable<T> Query<T>(string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        new StorePages<T>(Pages<T>(filter, select), maxPerPage, cancellationToken);

    public Pageable<T> Query<T>(Expression<Func<T, bool>> filter, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        Query<T>(CreateQueryFilter(filter), maxPerPage, select, cancellationToken);

    public Response<IReadOnlyList<Response>> SubmitTransaction(IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default) =>
        Synchronous.Wait(SubmitTransactionAsync(transactionActions, cancellationToken));
}
