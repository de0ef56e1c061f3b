using System.Runtime.CompilerServices;
using SQLitePCL;

namespace VideoGen.Embedded.Sqlite;

/// <summary>A prepared statement, owned and cached by its session. Reset it (or let <see cref="Run"/> do so) before the next use.</summary>
internal sealed class SqliteStatement(sqlite3 connection, sqlite3_stmt handle)
{
    public SqliteStatement Bind(int index, string? value) =>
        Check(value is null ? raw.sqlite3_bind_null(handle, index) : raw.sqlite3_bind_text(handle, index, value));

    public SqliteStatement Bind(int index, long value) => Check(raw.sqlite3_bind_int64(handle, index, value));

    public SqliteStatement Bind(int index, long? value) => value is { } number ? Bind(index, number) : BindNull(index);

    public SqliteStatement Bind(int index, double value) => Check(raw.sqlite3_bind_double(handle, index, value));

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(handle, index, value));

    public SqliteStatement BindNull(int index) => Check(raw.sqlite3_bind_null(handle, index));

    /// <summary>Moves to the next row; false at the end.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(handle);
        if (result == raw.SQLITE_ROW) return true;
        if (result == raw.SQLITE_DONE) return false;
        var error = SqliteException.From(connection, result);
        raw.sqlite3_reset(handle);
        throw error;
    }

    /// <summary>Executes a statement that returns no rows, and makes it ready for the next use.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    public void Reset() => raw.sqlite3_reset(handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public string GetString(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string();

    public string? GetStringOrNull(int column) => IsNull(column) ? null : GetString(column);

    public long GetInt64(int column) => raw.sqlite3_column_int64(handle, column);

    public long? GetInt64OrNull(int column) => IsNull(column) ? null : GetInt64(column);

    public double GetDouble(int column) => raw.sqlite3_column_double(handle, column);

    /// <summary>The bytes of a blob, valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> GetSpan(int column) => raw.sqlite3_column_blob(handle, column);

    public byte[] GetBytes(int column) => GetSpan(column).ToArray();

    internal void Close() => raw.sqlite3_finalize(handle);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SqliteStatement Check(int result) => result == raw.SQLITE_OK ? this : throw SqliteException.From(connection, result);
}
