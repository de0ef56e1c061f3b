using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace VideoGen.Tests.Rules;

/// <summary>Types and members written as C# declares them: names, defaults, nullability, constraints.</summary>
internal static class Signature
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
    };

    public static string FullName(Type type) =>
        type.DeclaringType is { } outer ? $"{FullName(outer)}.{OwnName(type)}" : $"{type.Namespace}.{OwnName(type)}";

    public static string OfType(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"delegate {Return(invoke)}({Parameters(invoke)}){Constraints(type.GetGenericArguments(), type)}";
        }

        var bases = type.IsEnum ? [] : type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? [])
            .Where(face => face.IsVisible).Select(face => Name(face, type)).Order(StringComparer.Ordinal).ToList();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
        {
            bases.Insert(0, Name(parent, type));
        }

        return Obsolete(type) + Kind(type) + (bases.Count > 0 ? " : " + string.Join(", ", bases) : "") + Constraints(type.GetGenericArguments(), type);
    }

    public static string OfMember(MemberInfo member) => Obsolete(member) + member switch
    {
        ConstructorInfo constructor => $"{Modifiers(constructor)}{OwnName(constructor.DeclaringType!, generic: false)}({Parameters(constructor)})",
        MethodInfo method => $"{Modifiers(method)}{Return(method)} {method.Name}{Generics(method.GetGenericArguments())}({Parameters(method)}){Constraints(method.GetGenericArguments(), method)}",
        PropertyInfo property => Property(property),
        FieldInfo { IsLiteral: true, DeclaringType.IsEnum: true } field => $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}",
        FieldInfo { IsLiteral: true } field => $"const {Name(field.FieldType, field)} {field.Name} = {Value(field.GetRawConstantValue(), field.FieldType)}",
        FieldInfo field => $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Nullability.Write(field.FieldType, field, field)} {field.Name}",
        _ => $"{member.MemberType} {member.Name}",
    };

    /// <summary>A type's name; without the namespace where the reader cannot take it for another.</summary>
    public static string Name(Type type, MemberInfo seenFrom) => Nullability.Write(type, null, seenFrom);

    public static string SimpleName(Type type, MemberInfo seenFrom)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        var home = (seenFrom as Type ?? seenFrom.DeclaringType!).Namespace;
        var name = OwnName(type, generic: false);
        return type.IsGenericParameter || type.Namespace == home || type.Namespace!.Split('.') is ["System", ..] ? name : $"{type.Namespace}.{name}";
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => $"{(type.IsDefined(typeof(FlagsAttribute)) ? "[Flags] " : "")}enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly struct" : "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (type.GetMethod("<Clone>$") is null ? "class" : "record"),
    };

    private static string Property(PropertyInfo property)
    {
        var index = property.GetIndexParameters();
        var accessors = property.GetAccessors(nonPublic: true).Where(PublicApi.IsVisible).ToArray();
        var widest = accessors.MaxBy(accessor => accessor.IsPublic)!;
        var text = string.Concat(accessors.Select(accessor => (accessor.IsPublic == widest.IsPublic ? "" : "protected ") + Accessor(accessor) + "; "));
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        return $"{Modifiers(widest)}{required}{Nullability.Write(property.PropertyType, property, property)} {name} {{ {text}}}";
    }

    private static string Accessor(MethodInfo accessor) =>
        accessor.Name.StartsWith("get_", StringComparison.Ordinal) ? "get"
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init" : "set";

    private static string Modifiers(MethodBase method) => (method.IsPublic ? "" : "protected ") + method switch
    {
        { DeclaringType.IsInterface: true } => "",
        { IsStatic: true } => "static ",
        { IsAbstract: true } => "abstract ",
        MethodInfo { IsVirtual: true } info when info.GetBaseDefinition() != info => info.IsFinal ? "sealed override " : "override ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    private static string Return(MethodInfo method) => Nullability.Write(method.ReturnType, method.ReturnParameter, method);

    private static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var prefix = parameter switch
        {
            { IsOut: true } => "out ",
            { ParameterType.IsByRef: true } => parameter.IsDefined(typeof(IsReadOnlyAttribute)) ? "in " : "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) => "params ",
            _ => "",
        };
        var type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        var value = parameter.HasDefaultValue ? $" = {Value(parameter.RawDefaultValue, type)}" : "";
        return $"{prefix}{Nullability.Write(type, parameter, parameter.Member)} {parameter.Name}{value}";
    }

    private static string Value(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ when (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } @enum => $"{@enum.Name}.{Enum.ToObject(@enum, value)}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string OwnName(Type type, bool generic = true)
    {
        var own = type.Name.Split('`')[0];
        return generic ? own + Generics(type.GetGenericArguments()) : own;
    }

    private static string Generics(Type[] arguments) => arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(argument => argument.Name))}>";

    private static string Constraints(Type[] parameters, MemberInfo owner) => string.Concat(parameters.Select(parameter => Constraint(parameter, owner)));

    private static string Constraint(Type parameter, MemberInfo owner)
    {
        var flags = parameter.GenericParameterAttributes;
        var isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        var isClass = flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint);
        var bases = parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(type => Name(type, owner)).ToArray();
        string?[] all =
        [
            isStruct ? "struct" : isClass ? "class" : bases.Length == 0 && Nullability.IsNotNull(parameter) ? "notnull" : null,
            .. bases,
            flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct ? "new()" : null,
        ];
        var named = all.OfType<string>().ToArray();
        return named.Length == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", named)}";
    }

    private static string Obsolete(MemberInfo member) => member.IsDefined(typeof(ObsoleteAttribute), inherit: false) ? "[Obsolete] " : "";
}
