using System.Collections.ObjectModel;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Embedded.Durable;

/// <summary>The client that functions get from <c>[DurableClient]</c>.</summary>
/// <remarks>Where Azure throws an <c>RpcException</c>, this one throws <see cref="ArgumentException"/> (unknown id) or <see cref="InvalidOperationException"/> (not in a state for it).</remarks>
internal sealed class EngineClient(Engine engine, DataConverter converter) : DurableTaskClient(engine.Options.HubName)
{
    private const int MaxIdLength = 256;

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        return engine.StartAsync(
            new StartRequest(
                orchestratorName.Name,
                converter.Serialize(input),
                ValidId(options?.InstanceId),
                options?.StartAt?.UtcDateTime,
                options?.Version is { } version ? version.Version : null,
                options?.Tags is { Count: > 0 } tags ? JsonSerializer.Serialize(tags) : null,
                Reusable(options?.DedupeStatuses)),
            cancellation);
    }

    public override async Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        cancellation.ThrowIfCancellationRequested();
        var result = await engine.RaiseEventAsync(instanceId, eventName, converter.Serialize(eventPayload));
        if (engine.Options.ThrowOnUndeliverableEvents) ThrowUnlessAccepted(result, instanceId, "take an event");
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        await engine.WaitForStartAsync(instanceId, cancellation);
        return Known(instanceId, getInputsAndOutputs);
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        await engine.WaitForEndAsync(instanceId, cancellation);
        return Known(instanceId, getInputsAndOutputs);
    }

    public override async Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        ThrowUnlessAccepted(await engine.TerminateAsync(instanceId, converter.Serialize(options?.Output), options?.Recursive ?? false), instanceId, "be terminated");
    }

    public override async Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        ThrowUnlessAccepted(await engine.SuspendAsync(instanceId, reason), instanceId, "be suspended");
    }

    public override async Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        ThrowUnlessAccepted(await engine.ResumeAsync(instanceId, reason), instanceId, "be resumed");
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return Task.FromResult(engine.Get(instanceId) is { } state ? Metadata(state, getInputsAndOutputs) : null);
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => new InstancePages(this, filter ?? new());

    public override async Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return await engine.PurgeAsync(instanceId) switch
        {
            null => new PurgeResult(0),
            true => new PurgeResult(1),
            false => throw new InvalidOperationException($"The instance '{instanceId}' has not ended and cannot be purged."),
        };
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.CreatedFrom is null) throw new ArgumentException("CreatedFrom must be set: Azure's host fails without it.", nameof(filter));
        return new PurgeResult(await engine.PurgeAsync(new InstanceFilter(null, filter.CreatedFrom?.UtcDateTime, filter.CreatedTo?.UtcDateTime, filter.Statuses?.ToArray()), cancellation));
    }

    public override async Task<string> RestartAsync(string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        if (engine.Get(instanceId) is not { } state) throw Unknown(instanceId);
        return await engine.StartAsync(
            new StartRequest(state.Name, state.Input, restartWithNewInstanceId ? null : instanceId, Version: state.Version, Tags: state.Tags), cancellation);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <exception cref="ArgumentException">The id is too long, begins with <c>@</c>, or has a character that Azure refuses.</exception>
    internal static string? ValidId(string? id)
    {
        if (string.IsNullOrEmpty(id)) return null;
        if (id.Length > MaxIdLength) throw new ArgumentException($"Instance ids have at most {MaxIdLength} characters.", nameof(id));
        if (id[0] == '@') throw new ArgumentException("Instance ids that begin with '@' are reserved for entities.", nameof(id));
        return id.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c))
            ? throw new ArgumentException("Instance ids must not contain /, \\, #, ? or control characters.", nameof(id))
            : id;
    }

    private static HashSet<OrchestrationRuntimeStatus>? Reusable(IReadOnlyList<string>? dedupe)
    {
        if (dedupe is null) return null;
        var kept = dedupe.Select(status => Enum.Parse<OrchestrationRuntimeStatus>(status, ignoreCase: true)).ToHashSet();
        OrchestrationRuntimeStatus[] all =
        [
            .. EngineOptions.EndedStates, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Suspended,
        ];
        var reusable = all.Where(status => !kept.Contains(status)).ToHashSet();
        return kept.Contains(OrchestrationRuntimeStatus.Terminated) && reusable.Any(InstanceStore.IsOpen)
            ? throw new ArgumentException("A running instance that is to be replaced is terminated first, so 'Terminated' cannot be a status that refuses the start.", nameof(dedupe))
            : reusable;
    }

    private static void ThrowUnlessAccepted(SignalResult result, string instanceId, string what)
    {
        if (result == SignalResult.Unknown) throw Unknown(instanceId);
        if (result == SignalResult.Finished) throw new InvalidOperationException($"The instance '{instanceId}' has ended and cannot {what}.");
        if (result == SignalResult.WrongState) throw new InvalidOperationException($"The instance '{instanceId}' is not in a state to {what}.");
    }

    private static ArgumentException Unknown(string instanceId) => new($"No instance has the id '{instanceId}'.", nameof(instanceId));

    private OrchestrationMetadata Known(string instanceId, bool whole) => engine.Get(instanceId) is { } state ? Metadata(state, whole) : throw Unknown(instanceId);

    private OrchestrationMetadata Metadata(InstanceState state, bool whole) => new(state.Name, state.Id)
    {
        DataConverter = whole ? converter : null,
        RuntimeStatus = state.Status,
        CreatedAt = state.Created,
        LastUpdatedAt = state.Updated,
        SerializedInput = whole ? state.Input : null,
        SerializedOutput = whole ? state.Output : null,
        SerializedCustomStatus = whole ? state.CustomStatus : null,
        FailureDetails = whole ? state.Failure : null,
        Tags = state.Tags is { } tags ? JsonSerializer.Deserialize<Dictionary<string, string>>(tags)! : ReadOnlyDictionary<string, string>.Empty,
    };

    private sealed class InstancePages(EngineClient client, OrchestrationQuery query) : AsyncPageable<OrchestrationMetadata>
    {
        public override async IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(string? continuationToken = default, int? pageSizeHint = default)
        {
            await Task.CompletedTask;
            var filter = new InstanceFilter(
                query.InstanceIdPrefix, query.CreatedFrom?.UtcDateTime, query.CreatedTo?.UtcDateTime, query.Statuses?.ToArray(), pageSizeHint ?? query.PageSize, continuationToken ?? query.ContinuationToken);
            do
            {
                var page = client.Engine.List(filter);
                yield return new([.. page.Items.Select(state => client.Metadata(state, query.FetchInputsAndOutputs))], page.ContinuationToken);
                filter = filter with { ContinuationToken = page.ContinuationToken };
            }
            while (filter.ContinuationToken is not null);
        }
    }

    private Engine Engine => engine;
}
