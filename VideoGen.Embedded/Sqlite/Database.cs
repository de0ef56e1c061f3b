using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace VideoGen.Embedded.Sqlite;

/// <summary>One SQLite file: a single writer that commits in groups, and readers beside it.</summary>
/// <remarks>
/// Whoever brings a change while nobody writes becomes the writer for it and for all that comes meanwhile:
/// one transaction and one disk sync for the whole group, and no other thread to wake for a change that came alone.
/// What a completed task says is on the disk.
/// </remarks>
internal sealed class Database : IDisposable
{
    public const string MeterName = "VideoGen.Embedded";

    private const int MaxIdleReaders = 8;
    private static readonly TimeSpan LazyDelay = TimeSpan.FromMilliseconds(5);

    private readonly string _path;
    private readonly SqliteWriter _writer;
    private readonly ConcurrentBag<SqliteReader> _readers = [];
    private readonly Lock _gate = new();
    private readonly Timer _lazyTimer;
    private List<WriteOperation> _pending = [];
    private List<WriteOperation> _group = [];
    private bool _writing;
    private bool _lazyArmed;
    private bool _closed;
    private long _commits;

    public Database(string path)
    {
        _path = path;
        _writer = new SqliteWriter(path);
        Meter = new Meter(new MeterOptions(MeterName) { Tags = [new("file", path)] });
        _lazyTimer = new Timer(static state => ((Database)state!).FlushLazy(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Where those who work on the file count what they are asked for.</summary>
    public Meter Meter { get; }

    /// <summary>Commits so far, each one disk sync.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>Runs a change that throws only before its first effect. The exception goes to this caller alone.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteWriter, T> work) => Submitted(new WriteTask<T>(work, atomic: false));

    /// <summary>Runs a change that may throw anywhere and is then undone as a whole.</summary>
    public Task<T> WriteAtomicAsync<T>(Func<SqliteWriter, T> work) => Submitted(new WriteTask<T>(work, atomic: true));

    /// <summary>Reads with a pooled connection, in the caller's thread.</summary>
    public T Read<T>(Func<SqliteReader, T> work)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (!_readers.TryTake(out var reader)) reader = new SqliteReader(_path);
        try
        {
            return work(reader);
        }
        finally
        {
            if (_closed || _readers.Count >= MaxIdleReaders) reader.Dispose();
            else _readers.Add(reader);
        }
    }

    /// <summary>Creates a slice's tables where they are missing.</summary>
    public void CreateSchema(string sql)
    {
        BecomeWriter();
        try
        {
            _writer.Execute(sql);
        }
        finally
        {
            Drain();
        }
    }

    /// <summary>Joins the next group. Operations are executed in the order they came.</summary>
    public void Submit(WriteOperation operation)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _pending.Add(operation);
            if (_writing) return;
            _writing = true;
        }

        // One group for the caller; what came meanwhile is another thread's, or a busy store would never let the caller go.
        if (WriteGroup()) ThreadPool.UnsafeQueueUserWorkItem(static database => database.Drain(), this, preferLocal: false);
    }

    /// <summary>Joins the next group that someone else causes, or one of its own a few milliseconds later: for changes nobody waits for.</summary>
    public void SubmitLazily(WriteOperation operation)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _pending.Add(operation);
            if (_writing || _lazyArmed) return;
            _lazyArmed = true;
        }

        _lazyTimer.Change(LazyDelay, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        if (_closed) return;
        BecomeWriter();
        _closed = true;
        // What waits lazily is replayed from what is stored; it is not lost by being dropped, only done again.
        Finish(_pending, new ObjectDisposedException(nameof(Database)));
        _lazyTimer.Dispose();
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _writer.Dispose();
        Meter.Dispose();
    }

    private void BecomeWriter()
    {
        SpinWait wait = default;
        while (true)
        {
            lock (_gate)
            {
                if (!_writing)
                {
                    _writing = true;
                    return;
                }
            }

            wait.SpinOnce();
        }
    }

    private Task<T> Submitted<T>(WriteTask<T> task)
    {
        Submit(task);
        return task.Task;
    }

    private void FlushLazy()
    {
        lock (_gate)
        {
            _lazyArmed = false;
            if (_writing || _closed || _pending.Count == 0) return;
            _writing = true;
        }

        Drain();
    }

    private void Drain()
    {
        while (WriteGroup())
        {
        }
    }

    /// <summary>Writes what is pending, as the one writer; false, and no longer the writer, when nothing more is.</summary>
    private bool WriteGroup()
    {
        lock (_gate)
        {
            (_pending, _group) = (_group, _pending);
        }

        if (_group.Count > 0) Finish(_group, CommitGroup(_group));
        _group.Clear();
        lock (_gate)
        {
            return _writing = _pending.Count > 0;
        }
    }

    private SqliteException? CommitGroup(List<WriteOperation> group)
    {
        try
        {
            _writer.Prepare("BEGIN IMMEDIATE").Run();
            foreach (var operation in group)
            {
                try
                {
                    operation.Execute(_writer);
                }
                catch (Exception refusal) when (refusal is not SqliteException)
                {
                    operation.Refusal = refusal;
                }
            }

            _writer.Prepare("COMMIT").Run();
            Interlocked.Increment(ref _commits);
            return null;
        }
        catch (SqliteException error)
        {
            try
            {
                _writer.Execute("ROLLBACK");
            }
            catch (SqliteException)
            {
                // SQLite has already rolled back by itself, as after a full disk.
            }

            return error;
        }
    }

    private static void Finish(List<WriteOperation> group, Exception? error)
    {
        foreach (var operation in group)
        {
            operation.Completed(error ?? operation.Refusal);
        }
    }
}
