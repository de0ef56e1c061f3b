using System.Runtime.ExceptionServices;

namespace VideoGen.Embedded.Storage;

/// <summary>Between members with and without Async in their names.</summary>
internal static class Synchronous
{
    /// <summary>Waits in the calling thread, for the members of the real API that do so.</summary>
    /// <remarks>Safe from deadlock: what is waited for completes on the writer's thread and needs no context.</remarks>
    public static T Wait<T>(Task<T> task)
    {
        Task.WaitAny(task);
        if (task.IsCanceled) throw new TaskCanceledException(task);
        if (task.Exception is { } failure) ExceptionDispatchInfo.Throw(failure.InnerException!);
        return task.Result;
    }

    /// <summary>Does at once what takes no waiting; a failure is the task's, as callers of an Async member expect.</summary>
    public static Task<T> Run<T>(Func<T> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception failure)
        {
            return Task.FromException<T>(failure);
        }
    }
}
