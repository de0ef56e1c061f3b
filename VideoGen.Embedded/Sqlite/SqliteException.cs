using SQLitePCL;

namespace VideoGen.Embedded.Sqlite;

/// <summary>SQLite refused or could not do something: the result code and its own words.</summary>
internal sealed class SqliteException(int resultCode, string message) : Exception($"SQLite error {resultCode}: {message}")
{
    public int ResultCode => resultCode;

    internal static SqliteException From(sqlite3 connection, int resultCode) =>
        new(resultCode, raw.sqlite3_errmsg(connection).utf8_to_string());
}
