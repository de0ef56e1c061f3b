using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace VideoGen.Embedded.Hosting.Functions;

/// <summary>Decides once, at start, where each parameter's value comes from.</summary>
internal static class ParameterBinding
{
    /// <exception cref="StartupException">Nothing binds the parameter.</exception>
    public static Parameter For(Function function, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (function.IsTriggeredBy(parameter)) return Bound(parameter, TriggerValue(function, parameter));
        if (type == typeof(FunctionContext)) return Bound(parameter, invocation => invocation);
        if (type == typeof(CancellationToken)) return Bound(parameter, invocation => invocation.CancellationToken);
        if (parameter.IsDefined(typeof(DurableClientAttribute))) return Bound(parameter, Client(function, type));
        return function.Trigger switch
        {
            HttpTrigger when parameter.IsDefined(typeof(FromBodyAttribute)) => Bound(parameter, _ => null) with { IsBody = true },
            HttpTrigger http when http.Route.GetParameter(parameter.Name!) is not null => Bound(parameter, RouteValue.Binder(parameter)),
            OrchestrationTrigger when IsInput(function, parameter) => Bound(parameter, OrchestrationInput(type)),
            _ => throw Unbound(function, parameter),
        };
    }

    private static Func<Invocation, object?> TriggerValue(Function function, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        return function.Trigger switch
        {
            HttpTrigger when type == typeof(HttpRequest) => invocation => RequestOf(invocation),
            HttpTrigger => throw Only(function, "HttpTrigger", nameof(HttpRequest)),
            OrchestrationTrigger when type != typeof(TaskOrchestrationContext) => throw Only(function, "OrchestrationTrigger", nameof(TaskOrchestrationContext)),
            TimerTrigger when type != typeof(TimerInfo) => throw Only(function, "TimerTrigger", nameof(TimerInfo)),
            ActivityTrigger when type == typeof(FunctionContext) => invocation => invocation,
            _ => invocation => invocation.TriggerValue,
        };
    }

    private static HttpRequest RequestOf(Invocation invocation) =>
        invocation.GetHttpContext()?.Request ?? throw new InvalidOperationException("The HTTP request is not available to this invocation.");

    private static Func<Invocation, object?> Client(Function function, Type type) => type == typeof(DurableTaskClient)
        ? invocation => invocation.Root.GetRequiredService<DurableTaskClient>()
        : throw Only(function, "DurableClient", nameof(DurableTaskClient));

    private static bool IsInput(Function function, ParameterInfo parameter) =>
        parameter.Position == function.Method.GetParameters().First(candidate =>
            !function.IsTriggeredBy(candidate)
            && candidate.ParameterType != typeof(FunctionContext)
            && candidate.ParameterType != typeof(CancellationToken)
            && !candidate.IsDefined(typeof(DurableClientAttribute))).Position;

    /// <summary>As in the worker, only an input of exactly the parameter's type is bound.</summary>
    private static Func<Invocation, object?> OrchestrationInput(Type type)
    {
        var context = Expression.Parameter(typeof(TaskOrchestrationContext));
        var input = Expression.Call(context, nameof(TaskOrchestrationContext.GetInput), [type]);
        var read = Expression.Lambda<Func<TaskOrchestrationContext, object?>>(Expression.Convert(input, typeof(object)), context).Compile();
        var exact = Nullable.GetUnderlyingType(type) ?? type;
        return invocation => read((TaskOrchestrationContext)invocation.TriggerValue!) is { } value && value.GetType() == exact ? value : null;
    }

    private static Parameter Bound(ParameterInfo parameter, Func<Invocation, object?> bind) => new(parameter.Name!, parameter.ParameterType, bind);

    private static StartupException Only(Function function, string attribute, string type) =>
        new($"Function '{function.Name}': [{attribute}] binds {type} only.");

    private static StartupException Unbound(Function function, ParameterInfo parameter) =>
        new($"Function '{function.Name}': nothing binds the parameter '{parameter.Name}'{(function.Trigger is HttpTrigger http ? $"; the route is '{http.Route.RawText}'" : "")}.");
}
