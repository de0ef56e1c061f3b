using System.Reflection;
using Microsoft.Extensions.Configuration;
using VideoGen.Functions;

namespace VideoGen.Tests.Rules;

/// <summary>A setting of the app, as its options class names it.</summary>
internal sealed record AppSetting(string Name, PropertyInfo Property)
{
    /// <summary>Every setting that the app reads.</summary>
    public static IReadOnlyList<AppSetting> All { get; } = [.. typeof(VideoGenApp).Assembly.GetTypes()
        .OrderBy(type => type.FullName, StringComparer.Ordinal)
        .SelectMany(type => type.GetProperties())
        .Where(property => property.IsDefined(typeof(ConfigurationKeyNameAttribute)))
        .Select(property => new AppSetting(property.GetCustomAttribute<ConfigurationKeyNameAttribute>()!.Name.Replace(":", "__"), property))];

    public object? Default => Property.GetValue(Activator.CreateInstance(Property.DeclaringType!));
}
