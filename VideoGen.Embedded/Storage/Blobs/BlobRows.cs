using System.Text.Json;
using VideoGen.Embedded.Sqlite;

namespace VideoGen.Embedded.Storage.Blobs;

/// <summary>The SQL of containers and blobs.</summary>
internal static class BlobRows
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS storage_container (
            name TEXT PRIMARY KEY,
            version INTEGER NOT NULL,
            metadata TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS storage_blob (
            container TEXT NOT NULL,
            name BLOB NOT NULL,
            content TEXT NOT NULL,
            length INTEGER NOT NULL,
            version INTEGER NOT NULL,
            created INTEGER NOT NULL,
            headers TEXT NOT NULL,
            metadata TEXT NOT NULL,
            PRIMARY KEY (container, name)) WITHOUT ROWID;
        """;

    private const string Columns = "container, name, content, length, version, created, headers, metadata";

    public static ContainerRecord? FindContainer(SqliteSession session, string name)
    {
        var statement = session.Prepare("SELECT version FROM storage_container WHERE name = ?1").Bind(1, name);
        try
        {
            return statement.Step() ? new ContainerRecord(name, statement.GetInt64(0)) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    public static void AddContainer(SqliteWriter writer, ContainerRecord container, Dictionary<string, string> metadata) =>
        writer.Prepare("INSERT INTO storage_container (name, version, metadata) VALUES (?1, ?2, ?3)")
            .Bind(1, container.Name).Bind(2, container.Version).Bind(3, JsonSerializer.Serialize(metadata)).Run();

    public static BlobRecord? Find(SqliteSession session, string container, string name)
    {
        var statement = session.Prepare($"SELECT {Columns} FROM storage_blob WHERE container = ?1 AND name = ?2")
            .Bind(1, container).Bind(2, OrdinalText.ToBytes(name));
        return One(statement);
    }

    public static BlobRecord? FindContent(SqliteSession session, string contentId) =>
        One(session.Prepare($"SELECT {Columns} FROM storage_blob WHERE content = ?1").Bind(1, contentId));

    public static void Store(SqliteWriter writer, BlobRecord blob) =>
        writer.Prepare($"INSERT OR REPLACE INTO storage_blob ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
            .Bind(1, blob.Container).Bind(2, OrdinalText.ToBytes(blob.Name)).Bind(3, blob.ContentId).Bind(4, blob.Length).Bind(5, blob.Version)
            .Bind(6, blob.Created).Bind(7, JsonSerializer.Serialize(blob.Headers)).Bind(8, JsonSerializer.Serialize(blob.Metadata)).Run();

    public static void Delete(SqliteWriter writer, BlobRecord blob) =>
        writer.Prepare("DELETE FROM storage_blob WHERE container = ?1 AND name = ?2").Bind(1, blob.Container).Bind(2, OrdinalText.ToBytes(blob.Name)).Run();

    /// <summary>The first blob whose name, as bytes, is not before the given place.</summary>
    public static BlobRecord? FirstFrom(SqliteReader reader, string container, byte[] place) =>
        One(reader.Prepare($"SELECT {Columns} FROM storage_blob WHERE container = ?1 AND name >= ?2 ORDER BY name LIMIT 1").Bind(1, container).Bind(2, place));

    private static BlobRecord? One(SqliteStatement statement)
    {
        try
        {
            return statement.Step()
                ? new BlobRecord(
                    statement.GetString(0),
                    OrdinalText.ToText(statement.GetSpan(1)),
                    statement.GetString(2),
                    statement.GetInt64(3),
                    statement.GetInt64(4),
                    statement.GetInt64(5),
                    JsonSerializer.Deserialize<BlobHeaders>(statement.GetString(6))!,
                    new(JsonSerializer.Deserialize<Dictionary<string, string>>(statement.GetString(7))!, StringComparer.OrdinalIgnoreCase))
                : null;
        }
        finally
        {
            statement.Reset();
        }
    }
}
