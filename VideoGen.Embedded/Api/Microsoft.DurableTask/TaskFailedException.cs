namespace Microsoft.DurableTask;

/// <summary>An activity or sub-orchestration failed; what was thrown there is in <see cref="FailureDetails"/>.</summary>
public sealed class TaskFailedException : Exception
{
    public TaskFailedException(string taskName, int taskId, Exception innerException)
        : base(MessageOf(taskName, taskId, innerException?.Message), innerException)
    {
        ArgumentNullException.ThrowIfNull(innerException);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = TaskFailureDetails.FromException(innerException);
    }

    public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : base(MessageOf(taskName, taskId, failureDetails?.ErrorMessage))
    {
        ArgumentNullException.ThrowIfNull(failureDetails);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = failureDetails;
    }

    public string TaskName { get; }

    public int TaskId { get; }

    public TaskFailureDetails FailureDetails { get; }

    private static string MessageOf(string taskName, int taskId, string? cause) =>
        $"Task '{taskName}' (#{taskId}) failed with an unhandled exception" + (cause is null ? "." : $": {cause}");
}
