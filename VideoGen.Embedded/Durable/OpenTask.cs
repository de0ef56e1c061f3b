using Microsoft.DurableTask;

namespace VideoGen.Embedded.Durable;

/// <summary>A durable action whose result is awaited.</summary>
internal abstract class OpenTask(DurableAction action)
{
    public DurableAction Action => action;

    public abstract void Complete(string? result);

    public abstract void Fail(TaskFailureDetails failure);
}

/// <summary>An activity or sub-orchestration.</summary>
internal sealed class OpenCall<T>(DurableAction action, DataConverter converter) : OpenTask(action)
{
    private readonly TaskCompletionSource<T> _source = new();

    public Task<T> Task => _source.Task;

    public override void Complete(string? result)
    {
        T value;
        try
        {
            value = converter.Deserialize<T>(result)!;
        }
        catch (Exception unreadable)
        {
            _source.TrySetException(unreadable);
            return;
        }

        _source.TrySetResult(value);
    }

    public override void Fail(TaskFailureDetails failure) =>
        _source.TrySetException(new TaskFailedException(Action.Event.Name!, Action.Event.TaskId, failure));
}

/// <summary>A timer. Cancelled, it is done for the orchestrator although the stored one may still fire.</summary>
internal sealed class OpenTimer(DurableAction action) : OpenTask(action)
{
    private readonly TaskCompletionSource _source = new();

    public Task Task => _source.Task;

    public override void Complete(string? result) => _source.TrySetResult();

    public override void Fail(TaskFailureDetails failure) => throw new InvalidOperationException("A timer does not fail.");

    public void Cancel() => _source.TrySetCanceled();
}
