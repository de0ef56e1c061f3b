using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace VideoGen.Embedded.Hosting.Functions;

/// <summary>One run of a function. What few functions ask for is made when it is asked for.</summary>
/// <param name="function">What runs.</param>
/// <param name="root">The app's services.</param>
/// <param name="timeLimit">How long it may run, in real time, before its token is cancelled.</param>
/// <param name="stop">Cancelled when the host does not wait any longer.</param>
internal sealed class Invocation(Function function, IServiceProvider root, TimeSpan timeLimit, CancellationToken stop) : FunctionContext, IAsyncDisposable
{
    private CancellationTokenSource? _limit;
    private AsyncServiceScope? _scope;
    private IServiceProvider? _services;
    private string? _id;
    private IDictionary<object, object>? _items;
    private InvocationFeatures? _features;
    private BindingContext? _binding;
    private Dictionary<string, object?>? _bound;

    public Function Function => function;

    /// <summary>What the trigger brings: the orchestration, an activity's input, a timer's state.</summary>
    public object? TriggerValue { get; init; }

    /// <summary>The orchestration an activity works for.</summary>
    public string? InstanceId { get; init; }

    public HttpContext? Http { get; init; }

    public int Attempt { get; init; }

    public int MaxAttempts { get; init; }

    /// <summary>What the function returned, or what middleware put in its place.</summary>
    public object? Result { get; set; }

    /// <summary>The value of the member marked as the HTTP result.</summary>
    public object? HttpResult { get; set; }

    public override string InvocationId => _id ??= Guid.NewGuid().ToString();

    public override string FunctionId => function.Id;

    public override FunctionDefinition FunctionDefinition => function;

    public override TraceContext TraceContext { get; } = CurrentTrace.Instance;

    public override BindingContext BindingContext => _binding ??= new BindingValues(this);

    public override RetryContext RetryContext => new Retries(Attempt, MaxAttempts);

    public override CancellationToken CancellationToken
    {
        get
        {
            if (timeLimit == Timeout.InfiniteTimeSpan && Http is null) return stop;
            if (_limit is null)
            {
                _limit = CancellationTokenSource.CreateLinkedTokenSource(stop, Http?.RequestAborted ?? CancellationToken.None);
                _limit.CancelAfter(timeLimit);
            }

            return _limit.Token;
        }
    }

    /// <summary>Whether the token was cancelled because the function took too long.</summary>
    public bool TimedOut =>
        _limit is { IsCancellationRequested: true } && !stop.IsCancellationRequested && Http is not { RequestAborted.IsCancellationRequested: true };

    /// <summary>The invocation's own scope; it begins when somebody asks for it.</summary>
    public override IServiceProvider InstanceServices
    {
        get => _services ??= (_scope = root.CreateAsyncScope()).Value.ServiceProvider;
        set => _services = value;
    }

    /// <summary>Where singletons are found without a scope.</summary>
    public IServiceProvider Root => root;

    public override IDictionary<object, object> Items
    {
        get => _items ??= new Dictionary<object, object>();
        set => _items = value;
    }

    public override IInvocationFeatures Features => _features ??= new InvocationFeatures();

    /// <summary>Sets an argument in advance, in place of what would be bound.</summary>
    public void SetBound(string parameter, object? value) =>
        (_bound ??= new(StringComparer.OrdinalIgnoreCase))[parameter] = value;

    public bool TryGetBound(string parameter, out object? value)
    {
        value = null;
        return _bound is not null && _bound.TryGetValue(parameter, out value);
    }

    public ValueTask DisposeAsync()
    {
        _limit?.Dispose();
        return _scope?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private sealed class CurrentTrace : TraceContext
    {
        public static readonly CurrentTrace Instance = new();

        public override string TraceParent => Activity.Current?.Id ?? "";

        public override string TraceState => Activity.Current?.TraceStateString ?? "";
    }

    private sealed class Retries(int count, int max) : RetryContext
    {
        public override int RetryCount => count;

        public override int MaxRetryCount => max;
    }
}
