using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace VideoGen.Embedded.Hosting.Functions;

/// <summary>The member of a multi-output result that answers the request.</summary>
internal sealed record ResultProperty(PropertyInfo Property)
{
    public const string ReturnValue = "$return";

    public string Name => Property.Name;

    public object? Of(object result) => Property.GetValue(result);

    public static ResultProperty? Of(Type returnType)
    {
        var type = returnType.IsGenericType && returnType.GetGenericTypeDefinition() == typeof(Task<>)
            ? returnType.GetGenericArguments()[0]
            : returnType;
        return type.GetProperties().FirstOrDefault(property => property.IsDefined(typeof(HttpResultAttribute))) is { } property
            ? new(property)
            : null;
    }
}
