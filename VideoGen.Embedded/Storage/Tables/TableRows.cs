using VideoGen.Embedded.Sqlite;

namespace VideoGen.Embedded.Storage.Tables;

/// <summary>The SQL of tables and entities: one clustered row an entity, in the service's own order.</summary>
internal static class TableRows
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS storage_table (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL COLLATE NOCASE UNIQUE);
        CREATE TABLE IF NOT EXISTS storage_entity (
            table_id INTEGER NOT NULL,
            pk BLOB NOT NULL,
            rk BLOB NOT NULL,
            version INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (table_id, pk, rk)) WITHOUT ROWID;
        """;

    public const string ScanSql =
        "SELECT pk, rk, version, body FROM storage_entity WHERE table_id = ?1 AND (pk, rk) >= (?2, ?3) AND (pk, rk) < (?4, ?5) ORDER BY pk, rk";

    // Above every key: no text is encoded with this byte.
    private static readonly byte[] End = [0xFF];

    public static long? FindTable(SqliteSession session, string name)
    {
        var statement = session.Prepare("SELECT id FROM storage_table WHERE name = ?1").Bind(1, name);
        try
        {
            return statement.Step() ? statement.GetInt64(0) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    public static void AddTable(SqliteWriter writer, string name) =>
        writer.Prepare("INSERT INTO storage_table (name) VALUES (?1)").Bind(1, name).Run();

    public static void DeleteTable(SqliteWriter writer, long table)
    {
        writer.Prepare("DELETE FROM storage_entity WHERE table_id = ?1").Bind(1, table).Run();
        writer.Prepare("DELETE FROM storage_table WHERE id = ?1").Bind(1, table).Run();
    }

    /// <summary>The names from the given one on, each as a row of the one property TableName.</summary>
    public static void ScanTables(SqliteReader reader, string from, RowTaker take)
    {
        var statement = reader.Prepare("SELECT name FROM storage_table WHERE name COLLATE BINARY >= ?1 ORDER BY name COLLATE BINARY").Bind(1, from);
        try
        {
            while (statement.Step())
            {
                var name = statement.GetString(0);
                if (!take(new EntityRow("", name, 0, EntityCodec.Encode(new() { ["TableName"] = name })))) return;
            }
        }
        finally
        {
            statement.Reset();
        }
    }

    public static StoredEntity? Find(SqliteSession session, long table, string partitionKey, string rowKey)
    {
        var statement = session.Prepare("SELECT version, body FROM storage_entity WHERE table_id = ?1 AND pk = ?2 AND rk = ?3")
            .Bind(1, table).Bind(2, OrdinalText.ToBytes(partitionKey)).Bind(3, OrdinalText.ToBytes(rowKey));
        try
        {
            return statement.Step() ? new StoredEntity(partitionKey, rowKey, statement.GetInt64(0), EntityCodec.Decode(statement.GetSpan(1))) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    public static void Store(SqliteWriter writer, long table, StoredEntity entity) =>
        writer.Prepare("INSERT OR REPLACE INTO storage_entity (table_id, pk, rk, version, body) VALUES (?1, ?2, ?3, ?4, ?5)")
            .Bind(1, table).Bind(2, OrdinalText.ToBytes(entity.PartitionKey)).Bind(3, OrdinalText.ToBytes(entity.RowKey))
            .Bind(4, entity.Version).Bind(5, EntityCodec.Encode(entity.Properties)).Run();

    public static void Delete(SqliteWriter writer, long table, string partitionKey, string rowKey) =>
        writer.Prepare("DELETE FROM storage_entity WHERE table_id = ?1 AND pk = ?2 AND rk = ?3")
            .Bind(1, table).Bind(2, OrdinalText.ToBytes(partitionKey)).Bind(3, OrdinalText.ToBytes(rowKey)).Run();

    /// <summary>The rows of a range, in order, as long as <paramref name="take"/> wants more.</summary>
    public static void Scan(SqliteReader reader, long table, KeyRange range, RowTaker take)
    {
        var (high, edge) = range.High is { } key ? (OrdinalText.ToBytes(key.PartitionKey), OrdinalText.ToBytes(key.RowKey)) : (End, []);
        var statement = reader.Prepare(ScanSql)
            .Bind(1, table).Bind(2, OrdinalText.ToBytes(range.Low.PartitionKey)).Bind(3, OrdinalText.ToBytes(range.Low.RowKey)).Bind(4, high).Bind(5, edge);
        try
        {
            while (statement.Step())
            {
                var row = new EntityRow(OrdinalText.ToText(statement.GetSpan(0)), OrdinalText.ToText(statement.GetSpan(1)), statement.GetInt64(2), statement.GetSpan(3));
                if (!take(row)) return;
            }
        }
        finally
        {
            statement.Reset();
        }
    }
}

/// <summary>Takes a row, and says whether it wants another.</summary>
internal delegate bool RowTaker(in EntityRow row);
