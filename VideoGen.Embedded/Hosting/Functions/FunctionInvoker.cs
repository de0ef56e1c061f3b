using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoGen.Embedded.Durable;

namespace VideoGen.Embedded.Hosting.Functions;

/// <summary>Runs orchestrators and activities for the engine. This is the hot path: everything is looked up and compiled before.</summary>
internal sealed partial class FunctionInvoker : IFunctionInvoker
{
    private readonly FrozenDictionary<string, Function> _orchestrators;
    private readonly FrozenDictionary<string, Activity> _activities;
    private readonly FunctionExecutionDelegate? _pipeline;
    private readonly IServiceProvider _services;
    private readonly JsonSerializerOptions _json;
    private readonly TimeSpan _timeLimit;
    private readonly ILogger _log;

    public FunctionInvoker(
        IReadOnlyList<Function> functions,
        Pipeline pipeline,
        HostJson host,
        IServiceProvider services,
        IOptions<JsonSerializerOptions> json,
        ILogger<FunctionInvoker> log)
    {
        _json = json.Value;
        _orchestrators = functions.Where(function => function.Trigger is OrchestrationTrigger)
            .ToFrozenDictionary(function => ((OrchestrationTrigger)function.Trigger).DurableName, StringComparer.OrdinalIgnoreCase);
        _activities = functions.Where(function => function.Trigger is ActivityTrigger)
            .ToFrozenDictionary(function => ((ActivityTrigger)function.Trigger).DurableName, function => new Activity(function, _json), StringComparer.OrdinalIgnoreCase);
        _pipeline = pipeline.ForOthers();
        _services = services;
        _timeLimit = host.FunctionTimeout;
        _log = log;
    }

    public bool HasOrchestrator(string name) => _orchestrators.ContainsKey(name);

    public bool HasActivity(string name) => _activities.ContainsKey(name);

    public async Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context)
    {
        var invocation = new Invocation(_orchestrators[name], _services, Timeout.InfiniteTimeSpan, CancellationToken.None) { TriggerValue = context, InstanceId = context.InstanceId };
        try
        {
            return await RunAsync(invocation);
        }
        finally
        {
            // A service that is slow to be disposed of must not take the orchestrator off its thread.
            _ = invocation.DisposeAsync().AsTask();
        }
    }

    public async Task<string?> RunActivityAsync(string name, string instanceId, string? input, CancellationToken ct)
    {
        if (!_activities.TryGetValue(name, out var activity))
        {
            throw new InvalidOperationException($"The function '{name}' doesn't exist, is disabled, or is not an activity function.");
        }

        var value = activity.Read(input);
        while (true)
        {
            var invocation = new Invocation(activity.Function, _services, _timeLimit, ct) { TriggerValue = value, InstanceId = instanceId };
            try
            {
                var result = await RunAsync(invocation);
                return result is null ? null : JsonSerializer.Serialize(result, result.GetType(), _json);
            }
            catch (OperationCanceledException) when (invocation.TimedOut)
            {
                // Out of time is not a failure: the real host gives up the worker, and the activity comes again.
                LogTimeout(name, instanceId, _timeLimit);
                value = activity.Read(input);
            }
            finally
            {
                await invocation.DisposeAsync();
            }
        }
    }

    /// <summary>An invocation of a function the engine does not know, such as a timer.</summary>
    public Invocation Prepare(Function function, object trigger, int attempt, int attempts, CancellationToken stop) =>
        new(function, _services, _timeLimit, stop) { TriggerValue = trigger, Attempt = attempt, MaxAttempts = attempts };

    /// <summary>Runs the invocation through the middleware.</summary>
    public async ValueTask<object?> RunAsync(Invocation invocation)
    {
        if (_pipeline is null) return await invocation.Function.Call.RunAsync(invocation);
        await _pipeline(invocation);
        return invocation.Result;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Activity {Activity} of {InstanceId} exceeded the function timeout {Timeout} and is run again")]
    private partial void LogTimeout(string activity, string instanceId, TimeSpan timeout);

    /// <summary>An activity with the reader of its input.</summary>
    private sealed class Activity(Function function, JsonSerializerOptions json)
    {
        private readonly Type _type = function.TriggerParameter.ParameterType;

        public Function Function => function;

        public object? Read(string? input)
        {
            if (input is null || _type == typeof(FunctionContext)) return null;
            try
            {
                return JsonSerializer.Deserialize(input, _type, json);
            }
            catch (Exception error) when (error is JsonException or NotSupportedException)
            {
                throw new InvalidOperationException($"The input of activity '{function.Name}' cannot be read as {_type.FullName}: {error.Message}", error);
            }
        }
    }
}
