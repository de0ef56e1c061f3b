using System.Globalization;
using System.Text;
using Microsoft.DurableTask.Client;
using VideoGen.Embedded.Sqlite;

namespace VideoGen.Embedded.Durable;

/// <summary>The tables of the engine: instances, their history, and messages from one instance to another.</summary>
internal static class InstanceStore
{
    /// <remarks>
    /// <c>history</c> is clustered by instance, so that instances that run at the same time share pages.
    /// <c>inbox</c> holds what one instance's commit owes another; it is gone with the receiver's commit.
    /// </remarks>
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS instances(
            no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, version TEXT, status INTEGER NOT NULL,
            created INTEGER NOT NULL, updated INTEGER NOT NULL, input TEXT, output TEXT, custom_status TEXT, failure TEXT, tags TEXT,
            start_at INTEGER, parent_no INTEGER, parent_id TEXT, parent_name TEXT, parent_task INTEGER);
        CREATE INDEX IF NOT EXISTS open_instances ON instances(no) WHERE status IN (0, 6, 7);
        CREATE TABLE IF NOT EXISTS history(
            instance INTEGER NOT NULL, row INTEGER NOT NULL, at INTEGER NOT NULL, processed INTEGER NOT NULL, events BLOB NOT NULL,
            PRIMARY KEY(instance, row)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS inbox(no INTEGER PRIMARY KEY, instance INTEGER NOT NULL, event BLOB NOT NULL);
        """;

    private const string Open = "status IN (0, 6, 7)";

    private const string StateColumns =
        "i.no, i.id, i.name, i.version, i.status, i.created, max(i.updated, coalesce((SELECT at FROM history WHERE instance = i.no ORDER BY row DESC LIMIT 1), 0)),"
        + " i.input, i.output, i.custom_status, i.failure, i.tags, i.start_at";

    public static bool IsOpen(OrchestrationRuntimeStatus status) =>
        status is OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Suspended;

    public static (long No, OrchestrationRuntimeStatus Status)? Find(SqliteSession session, string id)
    {
        var find = session.Prepare("SELECT no, status FROM instances WHERE id = ?1").Bind(1, id);
        (long, OrchestrationRuntimeStatus)? found = find.Step() ? (find.GetInt64(0), (OrchestrationRuntimeStatus)find.GetInt64(1)) : null;
        find.Reset();
        return found;
    }

    public static void Insert(SqliteWriter writer, Instance instance)
    {
        var identity = instance.Identity;
        writer.Prepare("INSERT INTO instances(no, id, name, version, status, created, updated, input, tags, start_at, parent_no, parent_id, parent_name, parent_task)"
                + " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)")
            .Bind(1, instance.No).Bind(2, instance.Id).Bind(3, identity.Name).Bind(4, identity.Version).Bind(5, (long)OrchestrationRuntimeStatus.Pending)
            .Bind(6, instance.Created.Ticks).Bind(7, identity.Input).Bind(8, instance.Tags).Bind(9, instance.StartAt?.Ticks)
            .Bind(10, identity.Parent?.No).Bind(11, identity.Parent?.InstanceId).Bind(12, identity.Parent?.Name).Bind(13, identity.Parent?.TaskId)
            .Run();
    }

    public static void AppendRow(SqliteWriter writer, long instance, int row, DateTime at, bool processed, ReadOnlySpan<byte> events) =>
        writer.Prepare("INSERT INTO history(instance, row, at, processed, events) VALUES(?1, ?2, ?3, ?4, ?5)")
            .Bind(1, instance).Bind(2, row).Bind(3, at.Ticks).Bind(4, processed ? 1 : 0).Bind(5, events).Run();

    public static void SetProgress(SqliteWriter writer, long instance, OrchestrationRuntimeStatus status, string? customStatus, string? output, DateTime now) =>
        writer.Prepare("UPDATE instances SET status = ?2, custom_status = ?3, output = ?4, updated = ?5 WHERE no = ?1")
            .Bind(1, instance).Bind(2, (long)status).Bind(3, customStatus).Bind(4, output).Bind(5, now.Ticks).Run();

    public static void SetEnd(SqliteWriter writer, long instance, OrchestrationRuntimeStatus status, string? customStatus, string? output, string? failure, DateTime now) =>
        writer.Prepare("UPDATE instances SET status = ?2, custom_status = ?3, output = ?4, failure = ?5, updated = ?6 WHERE no = ?1")
            .Bind(1, instance).Bind(2, (long)status).Bind(3, customStatus).Bind(4, output).Bind(5, failure).Bind(6, now.Ticks).Run();

    public static void SetNextGeneration(SqliteWriter writer, long instance, string? input, string? version, DateTime now)
    {
        writer.Prepare("DELETE FROM history WHERE instance = ?1").Bind(1, instance).Run();
        writer.Prepare("UPDATE instances SET status = ?2, input = ?3, version = ?4, created = ?5, updated = ?5, start_at = NULL WHERE no = ?1")
            .Bind(1, instance).Bind(2, (long)OrchestrationRuntimeStatus.Running).Bind(3, input).Bind(4, version).Bind(5, now.Ticks).Run();
    }

    /// <summary>Leaves a message for an instance unless it has ended; false then.</summary>
    public static bool Deliver(SqliteWriter writer, long no, long instance, HistoryEvent message)
    {
        writer.Prepare($"INSERT INTO inbox(no, instance, event) SELECT ?1, ?2, ?3 WHERE EXISTS(SELECT 1 FROM instances WHERE no = ?2 AND {Open})")
            .Bind(1, no).Bind(2, instance).Bind(3, HistoryCodec.Encode([message])).Run();
        return writer.Changes > 0;
    }

    public static void Consume(SqliteWriter writer, long inboxNo) => writer.Prepare("DELETE FROM inbox WHERE no = ?1").Bind(1, inboxNo).Run();

    public static void Delete(SqliteWriter writer, long instance)
    {
        writer.Prepare("DELETE FROM history WHERE instance = ?1").Bind(1, instance).Run();
        writer.Prepare("DELETE FROM inbox WHERE instance = ?1").Bind(1, instance).Run();
        writer.Prepare("DELETE FROM instances WHERE no = ?1").Bind(1, instance).Run();
    }

    public static InstanceState? Get(SqliteSession session, string id)
    {
        var get = session.Prepare($"SELECT {StateColumns} FROM instances i WHERE i.id = ?1").Bind(1, id);
        var state = get.Step() ? ReadState(get) : null;
        get.Reset();
        return state;
    }

    public static List<InstanceState> List(SqliteSession session, InstanceFilter filter, long after)
    {
        var sql = new StringBuilder($"SELECT {StateColumns} FROM instances i WHERE i.no > ?1");
        if (filter.Prefix is not null) sql.Append(" AND substr(i.id, 1, length(?3)) = ?3");
        if (filter.CreatedFrom is not null) sql.Append(" AND i.created >= ?4");
        if (filter.CreatedTo is not null) sql.Append(" AND i.created <= ?5");
        if (filter.Statuses is { Count: > 0 } statuses)
        {
            sql.Append(" AND i.status IN (").AppendJoin(", ", statuses.Order().Distinct().Select(s => ((int)s).ToString(CultureInfo.InvariantCulture))).Append(')');
        }

        var list = session.Prepare(sql.Append(" ORDER BY i.no LIMIT ?2").ToString()).Bind(1, after).Bind(2, filter.PageSize);
        if (filter.Prefix is not null) list.Bind(3, filter.Prefix);
        if (filter.CreatedFrom is { } from) list.Bind(4, from.Ticks);
        if (filter.CreatedTo is { } to) list.Bind(5, to.Ticks);
        List<InstanceState> found = [];
        while (list.Step())
        {
            found.Add(ReadState(list));
        }

        list.Reset();
        return found;
    }

    public static string? ReadInput(SqliteSession session, long instance)
    {
        var read = session.Prepare("SELECT input FROM instances WHERE no = ?1").Bind(1, instance);
        var input = read.Step() ? read.GetStringOrNull(0) : null;
        read.Reset();
        return input;
    }

    public static List<HistoryRow> ReadHistory(SqliteSession session, long instance)
    {
        var read = session.Prepare("SELECT at, processed, events FROM history WHERE instance = ?1 ORDER BY row").Bind(1, instance);
        List<HistoryRow> rows = [];
        while (read.Step())
        {
            rows.Add(new(Time(read.GetInt64(0)), read.GetInt64(1) != 0, HistoryCodec.Decode(read.GetSpan(2))));
        }

        read.Reset();
        return rows;
    }

    /// <summary>Every instance that has not ended, with its history, in the order of creation. The inputs are left where they are.</summary>
    public static IEnumerable<(Instance Instance, List<HistoryRow> History)> ReadOpen(SqliteSession session)
    {
        var read = session.Prepare("SELECT no, id, name, version, status, created, custom_status, output, tags, start_at, parent_no, parent_name, parent_id, parent_task"
            + $" FROM instances WHERE {Open} ORDER BY no");
        while (read.Step())
        {
            var parent = read.GetInt64OrNull(10) is { } parentNo
                ? new OrchestratorParent(parentNo, read.GetString(11), read.GetString(12), (int)read.GetInt64(13))
                : null;
            var identity = new OrchestratorIdentity(read.GetString(2), read.GetString(1), Input: null, read.GetStringOrNull(3), parent);
            var instance = new Instance(read.GetInt64(0), identity, Time(read.GetInt64(5)))
            {
                Status = (OrchestrationRuntimeStatus)read.GetInt64(4),
                CustomStatus = read.GetStringOrNull(6),
                Output = read.GetStringOrNull(7),
                Tags = read.GetStringOrNull(8),
                StartAt = read.GetInt64OrNull(9) is { } ticks ? Time(ticks) : null,
                IsInputLeft = true,
            };
            var history = ReadHistory(session, instance.No);
            instance.NextRow = history.Count;
            yield return (instance, history);
        }

        read.Reset();
    }

    public static List<(long No, long Instance, HistoryEvent Message)> ReadInbox(SqliteSession session)
    {
        var read = session.Prepare("SELECT no, instance, event FROM inbox ORDER BY no");
        List<(long, long, HistoryEvent)> messages = [];
        while (read.Step())
        {
            messages.Add((read.GetInt64(0), read.GetInt64(1), HistoryCodec.Decode(read.GetSpan(2))[0]));
        }

        read.Reset();
        return messages;
    }

    public static (long Instance, long Inbox) LastNumbers(SqliteSession session)
    {
        var read = session.Prepare("SELECT coalesce((SELECT max(no) FROM instances), 0), coalesce((SELECT max(no) FROM inbox), 0)");
        read.Step();
        var last = (read.GetInt64(0), read.GetInt64(1));
        read.Reset();
        return last;
    }

    private static InstanceState ReadState(SqliteStatement row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetStringOrNull(3), (OrchestrationRuntimeStatus)row.GetInt64(4),
        Time(row.GetInt64(5)), Time(row.GetInt64(6)), row.GetStringOrNull(7), row.GetStringOrNull(8), row.GetStringOrNull(9),
        HistoryCodec.ReadFailure(row.GetStringOrNull(10)), row.GetStringOrNull(11), row.GetInt64OrNull(12) is { } ticks ? Time(ticks) : null);

    private static DateTime Time(long ticks) => new(ticks, DateTimeKind.Utc);
}
