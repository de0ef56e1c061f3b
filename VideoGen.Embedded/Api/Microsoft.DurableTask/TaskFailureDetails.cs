using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.DurableTask;

/// <summary>A failure as data: it crosses durable boundaries where the exception object cannot.</summary>
public record TaskFailureDetails(string ErrorType, string ErrorMessage, string? StackTrace, TaskFailureDetails? InnerFailure, IDictionary<string, object?>? Properties)
{
    /// <summary>Whether the type named by <see cref="ErrorType"/> is <typeparamref name="T"/> or derives from it; inner failures are not looked at.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool IsCausedBy<T>() where T : Exception => IsCausedBy(typeof(T), Assembly.GetCallingAssembly());

    /// <summary>Whether the type named by <see cref="ErrorType"/> is that type or derives from it; inner failures are not looked at.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        return typeof(Exception).IsAssignableFrom(targetBaseExceptionType)
            ? IsCausedBy(targetBaseExceptionType, Assembly.GetCallingAssembly())
            : throw new ArgumentException($"{targetBaseExceptionType} is not an exception type.", nameof(targetBaseExceptionType));
    }

    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return From(exception);
    }

    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    private bool IsCausedBy(Type target, Assembly caller) =>
        !string.IsNullOrEmpty(ErrorType)
        && (Type.GetType(ErrorType, throwOnError: false)
            ?? target.Assembly.GetType(ErrorType, throwOnError: false)
            ?? caller.GetType(ErrorType, throwOnError: false)
            ?? OnlyLoadedType(ErrorType)) is { } thrown
        && target.IsAssignableFrom(thrown);

    private static Type? OnlyLoadedType(string name) =>
        AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(name, throwOnError: false)).OfType<Type>().Take(2).ToArray() switch
        {
            [] => null,
            [var only] => only,
            _ => throw new AmbiguousMatchException($"More than one loaded assembly has an exception type '{name}'."),
        };

    [return: NotNullIfNotNull(nameof(exception))]
    private static TaskFailureDetails? From(Exception? exception) =>
        exception is null ? null : new(exception.GetType().ToString(), exception.Message, exception.StackTrace, From(exception.InnerException), null);
}
