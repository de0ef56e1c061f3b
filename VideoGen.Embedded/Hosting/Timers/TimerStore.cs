using Microsoft.Azure.Functions.Worker;
using VideoGen.Embedded.Sqlite;

namespace VideoGen.Embedded.Hosting.Timers;

/// <summary>When each monitored timer ran last, so that a run missed while the app was down is made up for.</summary>
internal sealed class TimerStore
{
    private readonly Database _database;

    public TimerStore(Database database)
    {
        _database = database;
        database.CreateSchema("CREATE TABLE IF NOT EXISTS timer (name TEXT PRIMARY KEY, last INTEGER NOT NULL, next INTEGER NOT NULL, updated INTEGER NOT NULL) WITHOUT ROWID");
    }

    public ScheduleStatus? Read(string function) => _database.Read(reader =>
    {
        var query = reader.Prepare("SELECT last, next, updated FROM timer WHERE name = ?").Bind(1, Key(function));
        try
        {
            return query.Step() ? new ScheduleStatus { Last = Time(query, 0), Next = Time(query, 1), LastUpdated = Time(query, 2) } : null;
        }
        finally
        {
            query.Reset();
        }
    });

    public Task WriteAsync(string function, ScheduleStatus status) => _database.WriteAsync(writer =>
    {
        writer.Prepare("INSERT OR REPLACE INTO timer (name, last, next, updated) VALUES (?, ?, ?, ?)")
            .Bind(1, Key(function)).Bind(2, status.Last.Ticks).Bind(3, status.Next.Ticks).Bind(4, status.LastUpdated.Ticks).Run();
        return true;
    });

    private static DateTime Time(SqliteStatement row, int column) => new(row.GetInt64(column), DateTimeKind.Utc);

    private static string Key(string function) => function.ToLowerInvariant();
}
