using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace VideoGen.Embedded.Hosting.Functions;

/// <summary>A function's method, compiled once: instance, arguments, call, result.</summary>
internal sealed class MethodCall
{
    private readonly Func<Invocation, object>? _activate;
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly Func<object?, object?[], object?> _call;
    private readonly Func<Task, object?>? _resultOf;

    private MethodCall(
        Func<Invocation, object>? activate,
        IReadOnlyList<Parameter> parameters,
        Func<object?, object?[], object?> call,
        Func<Task, object?>? resultOf)
    {
        _activate = activate;
        _parameters = parameters;
        _call = call;
        _resultOf = resultOf;
        Body = parameters.FirstOrDefault(parameter => parameter.IsBody);
    }

    /// <summary>The parameter that is read from the body, before the rest is bound.</summary>
    public Parameter? Body { get; }

    public static MethodCall For(Function function) => new(
        Activator(function.Method),
        [.. function.Method.GetParameters().Select(parameter => ParameterBinding.For(function, parameter))],
        Compile(function.Method),
        ResultReader(function.Method.ReturnType));

    /// <summary>Binds and calls on the caller's thread, and awaits on its context: an orchestrator runs here too.</summary>
    public ValueTask<object?> RunAsync(Invocation invocation)
    {
        var arguments = _parameters.Count == 0 ? [] : new object?[_parameters.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = _parameters[i];
            arguments[i] = invocation.TryGetBound(parameter.Name, out var bound) ? bound : parameter.Bind(invocation);
        }

        var returned = _call(_activate?.Invoke(invocation), arguments);
        if (returned is not Task task) return new(returned);
        return task.IsCompletedSuccessfully ? new(_resultOf?.Invoke(task)) : ResultAsync(task);
    }

    /// <summary>The value one parameter would be given.</summary>
    public object? Bind(Invocation invocation, string parameter) =>
        _parameters.FirstOrDefault(candidate => candidate.Name.Equals(parameter, StringComparison.OrdinalIgnoreCase))?.Bind(invocation);

    private async ValueTask<object?> ResultAsync(Task task)
    {
        await task;
        return _resultOf?.Invoke(task);
    }

    private static Func<Invocation, object>? Activator(MethodInfo method)
    {
        if (method.IsStatic) return null;
        var type = method.ReflectedType!;
        if (type.GetConstructors() is [{ } only] && only.GetParameters().Length == 0)
        {
            var create = Expression.Lambda<Func<object>>(Expression.Convert(Expression.New(only), typeof(object))).Compile();
            return _ => create();
        }

        var factory = ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);
        return invocation => factory(invocation.InstanceServices, null);
    }

    private static Func<object?, object?[], object?> Compile(MethodInfo method)
    {
        var instance = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object?[]));
        var call = Expression.Call(
            method.IsStatic ? null : Expression.Convert(instance, method.ReflectedType!),
            method,
            method.GetParameters().Select((parameter, i) => Argument(Expression.ArrayIndex(arguments, Expression.Constant(i)), parameter.ParameterType)));
        Expression body = method.ReturnType == typeof(void)
            ? Expression.Block(call, Expression.Constant(null))
            : Expression.Convert(call, typeof(object));
        return Expression.Lambda<Func<object?, object?[], object?>>(body, instance, arguments).Compile();
    }

    private static Expression Argument(Expression value, Type type) => type.IsValueType
        ? Expression.Condition(Expression.ReferenceEqual(value, Expression.Constant(null)), Expression.Default(type), Expression.Unbox(value, type))
        : Expression.Convert(value, type);

    private static Func<Task, object?>? ResultReader(Type returnType)
    {
        if (!returnType.IsGenericType || returnType.GetGenericTypeDefinition() != typeof(Task<>)) return null;
        var task = Expression.Parameter(typeof(Task));
        var result = Expression.Property(Expression.Convert(task, returnType), nameof(Task<object>.Result));
        return Expression.Lambda<Func<Task, object?>>(Expression.Convert(result, typeof(object)), task).Compile();
    }
}
