using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.Serialization;
using Azure.Data.Tables;

namespace VideoGen.Embedded.Storage.Tables;

/// <summary>Between an app's entity and the properties that are stored.</summary>
internal static class EntityMapper
{
    private static readonly string[] SystemNames = ["PartitionKey", "RowKey", "Timestamp", "ETag", TableEntity.ETagName];
    private static readonly HashSet<string> NoNames = [];
    private static readonly ConcurrentDictionary<Type, Member[]> Members = new();

    /// <summary>The entity's own properties; those that are null are not stored.</summary>
    public static Dictionary<string, object> ToProperties(ITableEntity entity)
    {
        var properties = new Dictionary<string, object>(StringComparer.Ordinal);
        var values = entity is IDictionary<string, object> bag
            ? bag.Where(property => property.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or TableEntity.ETagName)).Select(property => (property.Key, (object?)property.Value))
            : MembersOf(entity.GetType()).Select(member => (Key: member.Name, member.Property.GetValue(entity)));
        foreach (var (name, value) in values)
        {
            if (value is null) continue;
            var stored = ToStored(name, value);
            TableRules.CheckProperty(name, stored);
            properties[name] = stored;
        }

        return properties;
    }

    /// <summary>The app's entity, with what was selected of the stored one.</summary>
    /// <param name="stored">What is stored.</param>
    /// <param name="select">The names to fill in; null for all.</param>
    public static T ToEntity<T>(StoredEntity stored, IReadOnlySet<string>? select)
        where T : class, ITableEntity
    {
        var entity = Activator.CreateInstance<T>();
        entity.ETag = stored.ETag;
        if (Selected("PartitionKey")) entity.PartitionKey = stored.PartitionKey;
        if (Selected("RowKey")) entity.RowKey = stored.RowKey;
        if (Selected("Timestamp")) entity.Timestamp = stored.Timestamp;
        if (entity is IDictionary<string, object> bag)
        {
            foreach (var (name, value) in stored.Properties)
            {
                if (Selected(name)) bag[name] = value;
            }

            // Selected and not there is null to the service, not absent.
            foreach (var name in select ?? NoNames) bag.TryAdd(name, null!);

            return entity;
        }

        foreach (var member in MembersOf(typeof(T)))
        {
            if (Selected(member.Name) && stored.Properties.TryGetValue(member.Name, out var value)) member.Property.SetValue(entity, ToMember(member, value));
        }

        return entity;

        bool Selected(string name) => select is null || select.Contains(name);
    }

    private static object ToStored(string name, object value) => value switch
    {
        string or int or long or double or bool or Guid or byte[] => value,
        DateTimeOffset moment => moment.ToUniversalTime(),
        DateTime moment => new DateTimeOffset(moment.Kind is DateTimeKind.Unspecified ? DateTime.SpecifyKind(moment, DateTimeKind.Utc) : moment.ToUniversalTime()),
        BinaryData data => data.ToArray(),
        Enum => value.ToString()!,
        _ => throw new NotSupportedException($"Property '{name}' is a {value.GetType()}, which a table cannot store; store it as text (JSON)."),
    };

    private static object ToMember(Member member, object value)
    {
        var type = member.Type;
        if (type.IsInstanceOfType(value)) return value;
        return value switch
        {
            string text when type.IsEnum => Enum.Parse(type, text),
            byte[] bytes when type == typeof(BinaryData) => new BinaryData(bytes),
            DateTimeOffset moment when type == typeof(DateTime) => moment.UtcDateTime,
            int or long or double when type == typeof(int) || type == typeof(long) || type == typeof(double) => Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
            _ => throw new InvalidCastException($"Property '{member.Name}' is stored as {value.GetType().Name} and cannot be read as {type.Name}."),
        };
    }

    private static Member[] MembersOf(Type type) => Members.GetOrAdd(type, static type =>
    [
        .. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
           where property.CanRead && property.CanWrite && property.GetIndexParameters().Length == 0 && property.GetCustomAttribute<IgnoreDataMemberAttribute>() is null
           let name = property.GetCustomAttribute<DataMemberAttribute>()?.Name ?? property.Name
           where !SystemNames.Contains(name)
           select new Member(name, property, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType),
    ]);

    private sealed record Member(string Name, PropertyInfo Property, Type Type);
}
