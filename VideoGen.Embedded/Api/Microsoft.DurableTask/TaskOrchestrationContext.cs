using System.Collections.ObjectModel;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>What an orchestrator may do; everything else belongs in an activity.</summary>
/// <remarks>The orchestrator is run again from its start at each replay, so all it does must follow from its input and the results it got here.</remarks>
public abstract class TaskOrchestrationContext
{
    private ReplaySafeLoggerFactory? _replaySafeLoggerFactory;

    public abstract TaskName Name { get; }

    public abstract string InstanceId { get; }

    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The time of the episode: the same at every replay, and constant between two awaits that suspend.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    public abstract bool IsReplaying { get; }

    public virtual string Version => "";

    public virtual IReadOnlyDictionary<string, object?> Properties { get; } = ReadOnlyDictionary<string, object?>.Empty;

    public virtual ILoggerFactory ReplaySafeLoggerFactory => _replaySafeLoggerFactory ??= new(this, () => LoggerFactory);

    protected abstract ILoggerFactory LoggerFactory { get; }

    public abstract T? GetInput<T>();

    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);

    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) =>
        CallActivityAsync<TResult>(name, null, options);

    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync(orchestratorName, null, options);

    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(CurrentUtcDateTime + delay, cancellationToken);

    /// <summary>Completes at or after that time.</summary>
    /// <remarks>A timer nobody waits for any more must be cancelled: while it is open the instance does not complete.</remarks>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Completes with the next event of that name, ignoring case; events that came early are kept.</summary>
    /// <remarks>The newest waiter is served first. A cancelled waiter still takes one event if no newer one waits.</remarks>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) =>
        WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <summary>As the wait without a timeout, but cancelled (<see cref="TaskCanceledException"/>) when the time is over.</summary>
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var stopTimer = new CancellationTokenSource();
        using var stopWaiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timeIsOver = CreateTimer(timeout, stopTimer.Token);
        var received = WaitForExternalEvent<T>(eventName, stopWaiting.Token);

        var loser = await Task.WhenAny(timeIsOver, received) == received ? stopTimer : stopWaiting;
        loser.Cancel();
        return await received;
    }

    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets what status queries show from the end of this episode on.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Ends this generation when the function returns and starts the next one under the same id with an empty history.</summary>
    /// <remarks>Return right after it; what the function returns is dropped.</remarks>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>A new identifier, the same at every replay.</summary>
    public abstract Guid NewGuid();

    public virtual ILogger CreateReplaySafeLogger(string categoryName) =>
        new ReplaySafeLogger(this, LoggerFactory.CreateLogger(categoryName));

    public virtual ILogger CreateReplaySafeLogger(Type type) => new ReplaySafeLogger(this, LoggerFactory.CreateLogger(type));

    public virtual ILogger CreateReplaySafeLogger<T>() => new ReplaySafeLogger(this, LoggerFactory.CreateLogger<T>());

    /// <summary>Below zero when this orchestration's version is the lower one; none is lower than any.</summary>
    public virtual int CompareVersionTo(string version) =>
        (string.IsNullOrWhiteSpace(Version), string.IsNullOrWhiteSpace(version)) switch
        {
            (true, true) => 0,
            (true, false) => -1,
            (false, true) => 1,
            _ when System.Version.TryParse(Version, out var own) && System.Version.TryParse(version, out var other) => own.CompareTo(other),
            _ => string.Compare(Version, version, StringComparison.OrdinalIgnoreCase),
        };
}
