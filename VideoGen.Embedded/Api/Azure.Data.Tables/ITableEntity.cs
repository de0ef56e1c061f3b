namespace Azure.Data.Tables;

/// <summary>What every entity of a table has; timestamp and ETag are the service's.</summary>
public interface ITableEntity
{
    string PartitionKey { get; set; }

    string RowKey { get; set; }

    DateTimeOffset? Timestamp { get; set; }

    ETag ETag { get; set; }
}
