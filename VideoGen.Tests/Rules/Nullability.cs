using System.Reflection;

namespace VideoGen.Tests.Rules;

/// <summary>Writes a type with its question marks, which the compiler keeps as one byte a reference in pre-order.</summary>
internal static class Nullability
{
    private const byte Annotated = 2;

    public static string Write(Type type, ICustomAttributeProvider? carrier, MemberInfo seenFrom)
    {
        var flags = carrier is null ? [0] : Flags(carrier) ?? [Context(seenFrom)];
        var position = 0;
        return Write(type, seenFrom, () => flags.Length == 1 ? flags[0] : flags[position++]);
    }

    public static bool IsNotNull(Type genericParameter) =>
        (Flags(genericParameter)?[0] ?? Context(genericParameter.DeclaringMethod ?? (MemberInfo)genericParameter.DeclaringType!)) == 1;

    private static string Write(Type type, MemberInfo seenFrom, Func<byte> next)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Write(value, seenFrom, next) + "?";
        }

        var mark = type.IsValueType && !type.IsGenericType ? "" : next() == Annotated ? "?" : "";
        if (type.IsArray)
        {
            return Write(type.GetElementType()!, seenFrom, next) + "[]" + mark;
        }

        var arguments = type.GetGenericArguments().Select(argument => Write(argument, seenFrom, next)).ToArray();
        return Signature.SimpleName(type, seenFrom) + (arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments)}>") + mark;
    }

    private static byte[]? Flags(ICustomAttributeProvider carrier) => Attribute(carrier, "System.Runtime.CompilerServices.NullableAttribute")?.Value switch
    {
        byte one => [one],
        IReadOnlyCollection<CustomAttributeTypedArgument> many => [.. many.Select(flag => (byte)flag.Value!)],
        _ => null,
    };

    private static byte Context(MemberInfo? member) => member is null
        ? (byte)0
        : Attribute(member, "System.Runtime.CompilerServices.NullableContextAttribute")?.Value as byte? ?? Context(member.DeclaringType);

    private static CustomAttributeTypedArgument? Attribute(ICustomAttributeProvider carrier, string name)
    {
        var all = carrier is ParameterInfo parameter ? parameter.GetCustomAttributesData() : ((MemberInfo)carrier).GetCustomAttributesData();
        return all.FirstOrDefault(data => data.AttributeType.FullName == name)?.ConstructorArguments[0];
    }
}
