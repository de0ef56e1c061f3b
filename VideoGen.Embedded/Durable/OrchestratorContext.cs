using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace VideoGen.Embedded.Durable;

/// <summary>The context an orchestrator function sees, over its <see cref="OrchestratorRun"/>.</summary>
internal sealed class OrchestratorContext(OrchestratorRun run, OrchestratorIdentity identity, DataConverter converter, ILoggerFactory loggers) : TaskOrchestrationContext
{
    /// <summary>The 64 KiB of a table property, in UTF-16 units: over it Azure could not store the status at all.</summary>
    private const int MaxCustomStatusLength = 32 * 1024;

    private static readonly TimeSpan MaxTimerInterval = TimeSpan.FromDays(3);

    private int _guids;

    public override TaskName Name => identity.Name;

    public override string InstanceId => identity.InstanceId;

    public override ParentOrchestrationInstance? Parent { get; } =
        identity.Parent is { } parent ? new(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => run.Now;

    public override bool IsReplaying => run.IsReplaying;

    public override string Version => identity.Version ?? "";

    protected override ILoggerFactory LoggerFactory => loggers;

    public override T? GetInput<T>()
        where T : default => converter.Deserialize<T>(identity.Input);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        var payload = Payload(name, input);
        return WithRetry(options, () => run.CallActivity<TResult>(name, payload));
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        var payload = Payload(orchestratorName, input);
        var instanceId = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        var version = options?.Version is { } asked ? asked.Version : null;
        var tags = options?.Tags is { Count: > 0 } some ? JsonSerializer.Serialize(some) : null;
        return WithRetry(options, () => run.CallSubOrchestrator<TResult>(orchestratorName, instanceId, payload, version, tags));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        run.EnsureLegalAccess();
        fireAt = fireAt.Kind == DateTimeKind.Local ? fireAt.ToUniversalTime() : DateTime.SpecifyKind(fireAt, DateTimeKind.Utc);
        return fireAt - CurrentUtcDateTime <= MaxTimerInterval ? run.CreateTimer(fireAt, cancellationToken) : CreateTimerChain(fireAt, cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        run.WaitForEvent<T>(eventName, cancellationToken);

    public override void SendEvent(string instanceId, string eventName, object payload) =>
        run.SendEvent(instanceId, eventName, converter.Serialize(payload));

    public override void SetCustomStatus(object? customStatus)
    {
        var status = converter.Serialize(customStatus);
        if (status?.Length > MaxCustomStatusLength)
        {
            throw new ArgumentException($"The custom status has {status.Length} characters of JSON; at most {MaxCustomStatusLength} can be stored.", nameof(customStatus));
        }

        run.SetCustomStatus(status);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        run.ContinueAsNew(new(converter.Serialize(newInput), preserveUnprocessedEvents, identity.Version));

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        run.ContinueAsNew(new(converter.Serialize(options.NewInput), options.PreserveUnprocessedEvents, options.NewVersion ?? identity.Version));
    }

    public override Guid NewGuid() => DeterministicGuid.Create(InstanceId, CurrentUtcDateTime, _guids++);

    private string? Payload(TaskName name, object? input)
    {
        run.EnsureLegalAccess();
        ArgumentException.ThrowIfNullOrEmpty(name.Name, nameof(name));
        return input is TaskOptions
            ? throw new ArgumentException("TaskOptions were given where the input belongs; name the argument 'options'.", nameof(input))
            : converter.Serialize(input);
    }

    private async Task CreateTimerChain(DateTime fireAt, CancellationToken ct)
    {
        while (fireAt - CurrentUtcDateTime > MaxTimerInterval)
        {
            await run.CreateTimer(CurrentUtcDateTime + MaxTimerInterval, ct);
        }

        await run.CreateTimer(fireAt, ct);
    }

    private Task<T> WithRetry<T>(TaskOptions? options, Func<Task<T>> call) =>
        options?.Retry is { } retry ? Retries.Call(this, call, retry) : call();
}
