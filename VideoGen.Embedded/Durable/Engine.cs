using System.Collections.Concurrent;
using System.Globalization;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using VideoGen.Embedded.Sqlite;

namespace VideoGen.Embedded.Durable;

/// <summary>Runs orchestrations over one database: event-sourced, each episode committed as one, all in groups.</summary>
/// <remarks>
/// An activity begins only when all it depends on is on the disk, and whoever is told of a start, an event or an end is told after its commit.
/// This half holds what callers ask for; <c>Engine.Episodes.cs</c> runs the episodes, <c>Engine.Recovery.cs</c> takes up what an earlier process left.
/// </remarks>
internal sealed partial class Engine : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Instance> _open = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Database _database;
    private readonly IFunctionInvoker _functions;
    private readonly DataConverter _converter;
    private readonly TimeProvider _clock;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly TimerQueue _timers;
    private readonly ActivityPool _activities;
    private readonly EngineMeter _meter;
    private readonly Action<Exception> _onStorageFailure;
    private readonly BusyCount _busy = new();
    private long _lastNo;
    private long _lastInboxNo;

    /// <param name="onStorageFailure">Called when a commit fails: memory is then ahead of the disk, and the process must end to start again from there.</param>
    public Engine(Database database, IFunctionInvoker functions, DataConverter converter, TimeProvider clock, ILoggerFactory loggers, EngineOptions options, Action<Exception> onStorageFailure)
    {
        _database = database;
        _functions = functions;
        _converter = converter;
        _clock = clock;
        _loggers = loggers;
        _logger = loggers.CreateLogger("VideoGen.Embedded.Durable");
        _onStorageFailure = onStorageFailure;
        Options = options;
        _timers = new TimerQueue(clock, Fire);
        _activities = new ActivityPool(options.MaxConcurrentActivities);
        _meter = new EngineMeter(database.Meter);
        _database.CreateSchema(InstanceStore.Schema);
    }

    public EngineOptions Options { get; }

    /// <summary>Instances that have not ended.</summary>
    public int OpenInstances => _open.Count;

    /// <summary>Instances in the line of the eviction: about as many as are in memory.</summary>
    public int EvictionCandidates => _evictable.Count;

    /// <summary>Completes when no episode, activity or commit is under way: all that is left waits for time or for the outside.</summary>
    public Task WhenIdleAsync() => _busy.WhenZero();

    /// <summary>Commits a start and returns the instance's id.</summary>
    /// <exception cref="OrchestrationAlreadyExistsException">The id is in use in a state that does not give way.</exception>
    public async Task<string> StartAsync(StartRequest request, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var id = request.InstanceId ?? Guid.NewGuid().ToString("N");
        var reusable = request.Reusable ?? EngineOptions.EndedStates;
        if (request.Reusable is null && Options.MayReplaceRunningInstances || reusable.Any(InstanceStore.IsOpen))
        {
            await EndRunningAsync(id, request.Reusable is null ? null : reusable, ct);
        }

        var now = Now;
        var instance = NewInstance(new OrchestratorIdentity(request.Name, id, request.Input, request.Version, null), now, request.Tags);
        instance.StartAt = request.StartAt > now ? request.StartAt : null;
        instance.WasScheduled = instance.StartAt is not null;
        var start = new StartCommit(this, instance, reusable);
        _busy.Enter();
        _database.Submit(start);
        await start.Done;
        return id;
    }

    public InstanceState? Get(string id) => _database.Read(reader => InstanceStore.Get(reader, id));

    /// <exception cref="FormatException">The continuation token is not one of ours.</exception>
    public InstancePage List(InstanceFilter filter)
    {
        var after = filter.ContinuationToken is { } token ? long.Parse(token, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        // One more than is given tells whether there is a next page.
        var items = _database.Read(reader => InstanceStore.List(reader, filter with { PageSize = filter.PageSize + 1 }, after));
        if (items.Count <= filter.PageSize) return new(items, null);
        items.RemoveAt(filter.PageSize);
        return new(items, items[^1].No.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The events of the newest generation, oldest first; each row's time is its episode's.</summary>
    public IReadOnlyList<HistoryRow> History(InstanceState state) => _database.Read(reader => InstanceStore.ReadHistory(reader, state.No));

    public Task<SignalResult> RaiseEventAsync(string id, string name, string? payload) =>
        SignalAsync(id, new(EventKind.EventRaised, Now) { Name = name, Data = payload });

    public Task<SignalResult> TerminateAsync(string id, string? output, bool recursive = false) =>
        SignalAsync(id, new(EventKind.ExecutionTerminated, Now) { Data = output, Name = recursive ? HistoryNames.Recursive : null });

    public Task<SignalResult> SuspendAsync(string id, string? reason) => SignalAsync(id, new(EventKind.ExecutionSuspended, Now) { Data = reason });

    public Task<SignalResult> ResumeAsync(string id, string? reason) => SignalAsync(id, new(EventKind.ExecutionResumed, Now) { Data = reason });

    /// <summary>Waits until the instance has run for the first time, or ended.</summary>
    public Task WaitForStartAsync(string id, CancellationToken ct) => _open.TryGetValue(id, out var instance) ? instance.WaitForStart().WaitAsync(ct) : Task.CompletedTask;

    public Task WaitForEndAsync(string id, CancellationToken ct) => _open.TryGetValue(id, out var instance) ? instance.WaitForEnd().WaitAsync(ct) : Task.CompletedTask;

    /// <summary>Deletes an ended instance and its history; null when there is none, false when it has not ended.</summary>
    public Task<bool?> PurgeAsync(string id) => _database.WriteAsync<bool?>(writer =>
    {
        if (InstanceStore.Find(writer, id) is not { } found) return null;
        if (InstanceStore.IsOpen(found.Status)) return false;
        InstanceStore.Delete(writer, found.No);
        return true;
    });

    /// <summary>Deletes the ended instances among those that match, in bounded steps, and counts them.</summary>
    public async Task<int> PurgeAsync(InstanceFilter filter, CancellationToken ct)
    {
        const int step = 500;
        var statuses = filter.Statuses is { Count: > 0 } asked ? asked.Intersect(EngineOptions.EndedStates) : EngineOptions.EndedStates;
        filter = filter with { Statuses = [.. statuses], PageSize = step };
        if (filter.Statuses.Count == 0) return 0;
        for (var purged = 0; ;)
        {
            ct.ThrowIfCancellationRequested();
            var deleted = await _database.WriteAsync(writer =>
            {
                var found = InstanceStore.List(writer, filter, 0);
                found.ForEach(state => InstanceStore.Delete(writer, state.No));
                return found.Count;
            });
            purged += deleted;
            if (deleted < step) return purged;
        }
    }

    /// <summary>Lets activities under way end until the token is cancelled, then abandons them: they are run again by the next process.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        _timers.Dispose();
        _activities.Stop();
        try
        {
            await _busy.WhenZero().WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            LogAbandoned(_logger);
        }

        await _stopping.CancelAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _timers.Dispose();
        _activities.Stop();
        await _stopping.CancelAsync();
    }

    internal static OrchestrationAlreadyExistsException AlreadyExists(string id, OrchestrationRuntimeStatus status) =>
        new($"An orchestration with the instance id '{id}' already exists and is {status}.");

    internal Instance NewInstance(OrchestratorIdentity identity, DateTime created, string? tags) =>
        new(Interlocked.Increment(ref _lastNo), identity, created) { Tags = tags };

    internal long NextInboxNo() => Interlocked.Increment(ref _lastInboxNo);

    internal static void InsertNew(SqliteWriter writer, Instance instance)
    {
        var started = new HistoryEvent(EventKind.ExecutionStarted, instance.Created);
        InstanceStore.Insert(writer, instance);
        InstanceStore.AppendRow(writer, instance.No, 0, instance.Created, processed: false, HistoryCodec.Encode([started]));
        instance.Held = [started];
        instance.NextRow = 1;
    }

    /// <summary>Takes in an instance whose start has just been committed. Called on the writer's turn.</summary>
    internal void Started(StartCommit start, Exception? error)
    {
        var instance = start.Instance;
        if (error is not null)
        {
            _busy.Exit();
            return;
        }

        _open[instance.Id] = instance;
        if (instance.StartAt is { } startAt)
        {
            Arm(instance, StartTimer, startAt);
            _busy.Exit();
        }
        else if (instance.TryActivate())
        {
            ThreadPool.UnsafeQueueUserWorkItem(start, preferLocal: true);
        }
        else
        {
            _busy.Exit();
        }
    }

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    private async Task EndRunningAsync(string id, IReadOnlySet<OrchestrationRuntimeStatus>? reusable, CancellationToken ct)
    {
        if (Get(id) is not { } existing || !InstanceStore.IsOpen(existing.Status)) return;
        if (reusable?.Contains(existing.Status) == false) throw AlreadyExists(id, existing.Status);
        await TerminateAsync(id, "Replaced by a new instance with the same id.");
        await WaitForEndAsync(id, ct);
    }

    private async Task<SignalResult> SignalAsync(string id, HistoryEvent signal)
    {
        if (!_open.TryGetValue(id, out var instance)) return Get(id) is null ? SignalResult.Unknown : SignalResult.Finished;
        var isSuspended = instance.Status == OrchestrationRuntimeStatus.Suspended;
        if (signal.Kind == EventKind.ExecutionSuspended && isSuspended || signal.Kind == EventKind.ExecutionResumed && !isSuspended) return SignalResult.WrongState;
        var sender = new TaskCompletionSource<SignalResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        PostFromOutside(instance, new Message(signal) { Sender = sender });
        return await sender.Task;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Activities were still running at the end of the grace period; they are run again at the next start.")]
    private static partial void LogAbandoned(ILogger logger);
}
