using System.Reflection;
using System.Runtime.CompilerServices;

namespace VideoGen.Tests.Rules;

/// <summary>The public surface of an assembly, one line a type or member.</summary>
public static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The lines, sorted.</summary>
    public static IReadOnlyList<string> Of(Assembly assembly) =>
        [.. assembly.GetExportedTypes().SelectMany(type => Members(type).Append(null).Select(member => Line(type, member))).Order(StringComparer.Ordinal)];

    /// <summary>The line of a member, or of the type itself when it is null.</summary>
    public static string Line(Type type, MemberInfo? member) =>
        $"{Signature.FullName(type)}: {(member is null ? Signature.OfType(type) : Signature.OfMember(member))}";

    /// <summary>What a caller or heir can name, without what the compiler adds to records.</summary>
    public static IEnumerable<MemberInfo> Members(Type type) => type.IsSubclassOf(typeof(Delegate))
        ? []
        : type.GetMembers(Declared).Where(member => IsVisible(member) && !IsGenerated(member));

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodInfo { IsSpecialName: true } method => method.Name.StartsWith("op_", StringComparison.Ordinal),
        MethodInfo { IsVirtual: true } method when method.GetBaseDefinition().DeclaringType == typeof(object) => false,
        MethodBase method => IsVisible(method),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo @event => IsVisible(@event.AddMethod!),
        FieldInfo field => !field.IsSpecialName && (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly),
        _ => false,
    };

    internal static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
}
