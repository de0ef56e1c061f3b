using SQLitePCL;

namespace VideoGen.Embedded.Sqlite;

/// <summary>One open connection with its prepared statements. Not thread-safe: whoever holds it has it alone.</summary>
internal abstract class SqliteSession : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private readonly sqlite3 _connection;

    static SqliteSession() => Batteries_V2.Init();

    private protected SqliteSession(string path, int flags)
    {
        // NOMUTEX: a session is never shared between threads at one time, so SQLite's own lock would only cost.
        var result = raw.sqlite3_open_v2(path, out _connection, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (result != raw.SQLITE_OK)
        {
            using (_connection) throw SqliteException.From(_connection, result);
        }

        raw.sqlite3_busy_timeout(_connection, 5_000);
    }

    /// <summary>The statement for this text, prepared once per connection.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var statement)) return statement;
        var result = raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle);
        if (result != raw.SQLITE_OK) throw SqliteException.From(_connection, result);
        statement = new SqliteStatement(_connection, handle);
        _statements.Add(sql, statement);
        return statement;
    }

    /// <summary>Runs one or more statements without parameters.</summary>
    public void Execute(string sql)
    {
        var result = raw.sqlite3_exec(_connection, sql);
        if (result != raw.SQLITE_OK) throw SqliteException.From(_connection, result);
    }

    /// <summary>Rows changed by the last statement.</summary>
    public int Changes => raw.sqlite3_changes(_connection);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Close();
        }

        _connection.Dispose();
    }
}

/// <summary>The one connection that writes.</summary>
internal sealed class SqliteWriter : SqliteSession
{
    internal SqliteWriter(string path) : base(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE) =>
        // FULL: a commit is on the disk, not in a cache, before anyone hears of it.
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=2000; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;");
}

/// <summary>A connection that only reads, and sees what is committed.</summary>
internal sealed class SqliteReader : SqliteSession
{
    internal SqliteReader(string path) : base(path, raw.SQLITE_OPEN_READONLY) => Execute("PRAGMA cache_size=-4096;");
}
