using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;

namespace VideoGen.Tests.Embedded.Storage.Golden;

/// <summary>Between the service's JSON and the client's entities.</summary>
internal static class EntityJson
{
    private const string Annotation = "@odata.type";

    public static TableEntity ToEntity(JsonObject json)
    {
        var entity = new TableEntity();
        foreach (var (name, value) in json)
        {
            if (name.EndsWith(Annotation, StringComparison.Ordinal)) continue;
            if (value is not null) entity[name] = ToValue(value, (string?)json[name + Annotation]);
        }

        return entity;
    }

    /// <summary>The entity with a property's type told beside it where JSON has no such type.</summary>
    public static JsonObject ToJson(TableEntity entity)
    {
        var json = new JsonObject();
        foreach (var (name, value) in entity)
        {
            if (name == "Timestamp")
            {
                json[name] = ((DateTimeOffset)value).UtcDateTime.ToString("o");
                continue;
            }

            var (type, node) = ToNode(value);
            if (type is not null) json[name + Annotation] = type;
            json[name] = node;
        }

        return json;
    }

    private static object ToValue(JsonNode value, string? type) => (type, value.GetValueKind()) switch
    {
        ("Edm.Int64", _) => long.Parse((string)value!, CultureInfo.InvariantCulture),
        ("Edm.Int32", JsonValueKind.String) => int.Parse((string)value!, CultureInfo.InvariantCulture),
        ("Edm.Double", JsonValueKind.String) => double.Parse((string)value!, CultureInfo.InvariantCulture),
        ("Edm.Double", _) => (double)value,
        ("Edm.Boolean", JsonValueKind.String) => bool.Parse((string)value!),
        ("Edm.DateTime", _) => DateTimeOffset.Parse((string)value!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        ("Edm.Guid", _) => Guid.Parse((string)value!),
        ("Edm.Binary", _) => Convert.FromBase64String((string)value!),
        (_, JsonValueKind.String) => (string)value!,
        (_, JsonValueKind.True or JsonValueKind.False) => (bool)value,
        _ when value.ToJsonString() is var number && int.TryParse(number, CultureInfo.InvariantCulture, out var small) => small,
        _ => (double)value,
    };

    private static (string? Type, JsonNode? Value) ToNode(object? value) => value switch
    {
        null => (null, null),
        string text => (null, text),
        int number => (null, number),
        bool flag => (null, flag),
        long number => ("Edm.Int64", number.ToString(CultureInfo.InvariantCulture)),
        double number when double.IsFinite(number) => (null, number),
        double number => ("Edm.Double", number.ToString(CultureInfo.InvariantCulture)),
        DateTimeOffset moment => ("Edm.DateTime", moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + "Z"),
        Guid guid => ("Edm.Guid", guid.ToString()),
        byte[] bytes => ("Edm.Binary", Convert.ToBase64String(bytes)),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType(), "No table has such a value."),
    };
}
