namespace Microsoft.DurableTask;

/// <summary>What a retry handler knows: the failures so far are <c>LastAttemptNumber</c>, 1 after the first.</summary>
public record RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken);

/// <summary>Says at once whether a failed call is made again.</summary>
public delegate bool RetryHandler(RetryContext retryContext);

/// <summary>Says whether a failed call is made again; may await durable tasks of the context, such as a timer.</summary>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
