using Microsoft.DurableTask.Client;
using VideoGen.Embedded.Sqlite;

namespace VideoGen.Embedded.Durable;

/// <summary>The start of an instance from outside: stored, then taken in, then told to the caller.</summary>
internal sealed class StartCommit(Engine engine, Instance instance, IReadOnlySet<OrchestrationRuntimeStatus> reusable) : WriteOperation, IThreadPoolWorkItem
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Instance Instance => instance;

    public Task Done => _done.Task;

    protected internal override void Execute(SqliteWriter writer)
    {
        if (InstanceStore.Find(writer, instance.Id) is { } existing)
        {
            if (InstanceStore.IsOpen(existing.Status) || !reusable.Contains(existing.Status)) throw Engine.AlreadyExists(instance.Id, existing.Status);
            InstanceStore.Delete(writer, existing.No);
        }

        Engine.InsertNew(writer, instance);
    }

    protected internal override void Completed(Exception? error)
    {
        engine.Started(this, error);
        if (error is null) _done.SetResult();
        else _done.SetException(error);
    }

    void IThreadPoolWorkItem.Execute() => engine.Process(instance);
}
