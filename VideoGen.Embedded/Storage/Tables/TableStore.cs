using System.Diagnostics.Metrics;
using VideoGen.Embedded.Sqlite;

namespace VideoGen.Embedded.Storage.Tables;

/// <summary>The tables of a data folder.</summary>
/// <remarks>A change joins the group commit of whoever writes at the time; when its task completes it is on the disk.</remarks>
internal sealed class TableStore
{
    private readonly Database _database;
    private readonly Versions _versions;
    private readonly Counter<long> _operations;

    public TableStore(Database database, TimeProvider clock)
    {
        _database = database;
        _versions = new Versions(clock);
        _operations = database.Meter.CreateCounter<long>("videogen.embedded.table.operations", description: "What the tables were asked for: one is one call of a storage account.");
        database.CreateSchema(TableRows.Schema);
    }

    /// <summary>Creates a table; false when there is one of that name, whatever its letter case.</summary>
    public Task<bool> CreateAsync(string table)
    {
        TableRules.CheckTableName(table);
        Count("create", table);
        return _database.WriteAsync(writer =>
        {
            if (TableRows.FindTable(writer, table) is not null) return false;
            TableRows.AddTable(writer, table);
            return true;
        });
    }

    /// <summary>Deletes a table with all that is in it; false when there is none.</summary>
    public Task<bool> DeleteAsync(string table) => _database.WriteAsync(writer =>
    {
        if (TableRows.FindTable(writer, table) is not { } id) return false;
        TableRows.DeleteTable(writer, id);
        return true;
    });

    /// <summary>A page of tables, as entities whose RowKey is the name.</summary>
    public EntityPage QueryTables(EntityPage page) => _database.Read(reader =>
    {
        TableRows.ScanTables(reader, page.Range.Low.RowKey, page.Take);
        return page;
    });

    public EntityPage Query(string table, EntityPage page)
    {
        Count("query", table);
        return _database.Read(reader =>
        {
            TableRows.Scan(reader, Id(reader, table), page.Range, page.Take);
            return page;
        });
    }

    public StoredEntity? Find(string table, string partitionKey, string rowKey)
    {
        TableRules.CheckKeyCharacters(partitionKey, rowKey);
        Count("get", table);
        return _database.Read(reader => TableRows.Find(reader, Id(reader, table), partitionKey, rowKey));
    }

    /// <summary>Makes one change. What is stored then; null after a delete.</summary>
    public Task<StoredEntity?> WriteAsync(string table, EntityWrite write)
    {
        Count("write", table);
        return _database.WriteAsync(writer =>
        {
            var id = Id(writer, table);
            var entity = write.Apply(TableRows.Find(writer, id, write.PartitionKey, write.RowKey), _versions);
            Store(writer, id, write, entity);
            return entity;
        });
    }

    /// <summary>Makes all the changes or none. Each row occurs once, so all can be checked before the first is made.</summary>
    public Task<StoredEntity?[]> WriteAllAsync(string table, IReadOnlyList<EntityWrite> writes)
    {
        Count("transaction", table);
        return _database.WriteAsync(writer =>
        {
            var id = TableTransaction.At(0, writes.Count, () => Id(writer, table));
            var entities = new StoredEntity?[writes.Count];
            for (var i = 0; i < writes.Count; i++)
            {
                var write = writes[i];
                entities[i] = TableTransaction.At(i, writes.Count, () => write.Apply(TableRows.Find(writer, id, write.PartitionKey, write.RowKey), _versions));
            }

            for (var i = 0; i < writes.Count; i++) Store(writer, id, writes[i], entities[i]);
            return entities;
        });
    }

    private void Count(string operation, string table) => _operations.Add(1, new("operation", operation), new("table", table));

    private static long Id(SqliteSession session, string table) => TableRows.FindTable(session, table) ?? throw TableErrors.TableNotFound();

    private static void Store(SqliteWriter writer, long id, EntityWrite write, StoredEntity? entity)
    {
        if (entity is null) TableRows.Delete(writer, id, write.PartitionKey, write.RowKey);
        else TableRows.Store(writer, id, entity);
    }
}
