using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace VideoGen.Embedded.Hosting.Functions;

/// <summary>Turns the text of a route value into what the parameter takes.</summary>
internal static class RouteValue
{
    public static Func<Invocation, object?> Binder(ParameterInfo parameter)
    {
        var name = parameter.Name!;
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var absent = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        var converter = type == typeof(string) ? null : TypeDescriptor.GetConverter(type);
        return invocation =>
        {
            if (invocation.Http?.Request.RouteValues[name] is not { } value) return absent;
            var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
            return converter is null ? text : Converted(name, text, type, converter);
        };
    }

    private static object? Converted(string name, string text, Type type, TypeConverter converter)
    {
        try
        {
            return converter.ConvertFromInvariantString(text);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new InvalidOperationException($"The route value '{name}' is not a {type.Name}.", error);
        }
    }
}
