using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using VideoGen.Embedded.Hosting.Http;

namespace VideoGen.Embedded.Hosting.Functions;

/// <summary>The middleware in order of registration, and the function at its end.</summary>
internal sealed class Pipeline
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];
    private int? _http;

    /// <summary>Whether HTTP functions were switched on.</summary>
    public bool HasHttp => _http is not null;

    public void Add(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware) => _middleware.Add(middleware);

    /// <summary>The request appears, and the result is written, at this place: middleware before it sees neither.</summary>
    public void AddHttp() => _http ??= _middleware.Count;

    public FunctionExecutionDelegate ForHttp()
    {
        var middleware = _middleware.ToList();
        middleware.Insert(_http ?? 0, HttpResults.Middleware);
        return Chain(middleware);
    }

    /// <summary>Null when nothing stands before the function.</summary>
    public FunctionExecutionDelegate? ForOthers() => _middleware.Count == 0 ? null : Chain(_middleware);

    private static FunctionExecutionDelegate Chain(IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware) =>
        middleware.Reverse().Aggregate<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>, FunctionExecutionDelegate>(RunAsync, (next, component) => component(next));

    private static async Task RunAsync(FunctionContext context)
    {
        var invocation = (Invocation)context;
        var function = invocation.Function;
        if (function.Call.Body is { } body) await BodyBinding.BindAsync(invocation, body);

        invocation.Result = await function.Call.RunAsync(invocation);
        if (function.Result is not { } property || invocation.Result is not { } result) return;
        invocation.HttpResult = property.Of(result);
        invocation.Result = null;
    }
}
