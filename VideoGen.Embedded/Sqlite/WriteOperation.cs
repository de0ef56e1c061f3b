namespace VideoGen.Embedded.Sqlite;

/// <summary>A unit of change that joins others in one transaction.</summary>
internal abstract class WriteOperation
{
    /// <summary>Makes the change. Throws only before its first change, or the whole group would have to be undone.</summary>
    protected internal abstract void Execute(SqliteWriter writer);

    /// <summary>Called once, after the commit is on the disk (<paramref name="error"/> null) or has failed. Must return at once: the next group waits.</summary>
    protected internal abstract void Completed(Exception? error);

    /// <summary>What <see cref="Execute"/> threw, kept until the group is committed.</summary>
    internal Exception? Refusal { get; set; }
}

/// <summary>A change given as a delegate, awaited as a task.</summary>
internal sealed class WriteTask<T>(Func<SqliteWriter, T> work, bool atomic) : WriteOperation
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Task => _done.Task;

    protected internal override void Execute(SqliteWriter writer)
    {
        if (!atomic)
        {
            _result = work(writer);
            return;
        }

        writer.Prepare("SAVEPOINT change").Run();
        try
        {
            _result = work(writer);
        }
        catch
        {
            writer.Prepare("ROLLBACK TO change").Run();
            throw;
        }
        finally
        {
            writer.Prepare("RELEASE change").Run();
        }
    }

    protected internal override void Completed(Exception? error)
    {
        if (error is null) _done.SetResult(_result);
        else _done.SetException(error);
    }
}
