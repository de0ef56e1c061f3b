using Azure;
using Azure.Data.Tables;

namespace VideoGen.Embedded.Storage.Tables;

/// <summary>One checked change of one entity, not yet compared with what is stored.</summary>
/// <param name="Kind">What is done with it.</param>
/// <param name="PartitionKey">Where it is.</param>
/// <param name="RowKey">Where it is.</param>
/// <param name="Properties">What it brings.</param>
/// <param name="Expected">The version it must have; null for any.</param>
internal sealed record EntityWrite(TableTransactionActionType Kind, string PartitionKey, string RowKey, Dictionary<string, object> Properties, long? Expected)
{
    public static EntityWrite Of(TableTransactionActionType kind, ITableEntity entity, ETag ifMatch = default)
    {
        if (kind is TableTransactionActionType.Delete) return Delete(entity.PartitionKey, entity.RowKey, ifMatch);
        TableRules.CheckKeys(entity.PartitionKey, entity.RowKey);
        var expected = kind is TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace ? EntityVersion.Parse(ifMatch) : null;
        var properties = EntityMapper.ToProperties(entity);
        TableRules.CheckEntity(entity.PartitionKey, entity.RowKey, properties);
        return new EntityWrite(kind, entity.PartitionKey, entity.RowKey, properties, expected);
    }

    public static EntityWrite Delete(string partitionKey, string rowKey, ETag ifMatch)
    {
        TableRules.CheckKeyCharacters(partitionKey, rowKey);
        return new EntityWrite(TableTransactionActionType.Delete, partitionKey, rowKey, [], EntityVersion.Parse(ifMatch));
    }

    /// <summary>What is to be stored instead of <paramref name="old"/>; null to store nothing.</summary>
    /// <exception cref="RequestFailedException">The change does not suit what is stored.</exception>
    public StoredEntity? Apply(StoredEntity? old, Versions versions)
    {
        switch (Kind)
        {
            case TableTransactionActionType.Add when old is not null:
                throw TableErrors.EntityAlreadyExists();
            case TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace or TableTransactionActionType.Delete when old is null:
                throw TableErrors.ResourceNotFound();
        }

        if (Expected is { } version && old!.Version != version) throw TableErrors.ConditionNotSatisfied();
        if (Kind is TableTransactionActionType.Delete) return null;

        var properties = Properties;
        if (old is not null && Kind is TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge)
        {
            properties = new Dictionary<string, object>(old?.Properties ?? [], StringComparer.Ordinal);
            foreach (var (name, value) in Properties) properties[name] = value;
            TableRules.CheckEntity(PartitionKey, RowKey, properties);
        }

        return new StoredEntity(PartitionKey, RowKey, versions.Next(old?.Version ?? 0), properties);
    }
}
