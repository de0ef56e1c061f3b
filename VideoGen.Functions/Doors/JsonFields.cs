using System.Globalization;
using System.Text.Json;
using VideoGen.Domain;

namespace VideoGen.Functions.Doors;

/// <summary>Reads the fields of a JSON object strictly: what is missing is null, what has the wrong type is named, what is left over is refused by name.</summary>
/// <remarks>All faults are collected; <see cref="End"/> throws them together.</remarks>
public sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _left = [];
    private readonly List<FieldError> _faults;
    private readonly string _path;

    private JsonFields(JsonElement element, string path, List<FieldError> faults)
    {
        (_path, _faults) = (path, faults);
        foreach (var property in element.EnumerateObject())
        {
            if (!_left.TryAdd(property.Name, property.Value))
            {
                Fault(property.Name, "is given twice.");
            }
        }
    }

    /// <exception cref="ProblemException">It is no JSON object.</exception>
    public static JsonFields Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new(document.RootElement.Clone(), "", [])
                : throw Errors.InvalidRequest("body", "must be a JSON object.");
        }
        catch (JsonException e)
        {
            throw Errors.InvalidRequest("body", $"is not valid JSON (line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            // A name that is no text.
            throw Errors.InvalidRequest("body", "is not valid JSON.");
        }
    }

    /// <summary>Whether it is said at all.</summary>
    public bool Has(string name) => _left.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public string? Text(string name) => Take(name) is { } value ? TextOf(name, value) : null;

    /// <summary>A text, or a whole number as one.</summary>
    public string? TextOrWhole(string name) =>
        _left.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Number ? Whole(name)?.ToString(CultureInfo.InvariantCulture) : Text(name);

    public int? Whole(string name) => Take(name) is { } value
        ? value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : Fault<int?>(name, "must be a whole number.")
        : null;

    public long? LargeWhole(string name) => Take(name) is { } value
        ? value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : Fault<long?>(name, "must be a whole number.")
        : null;

    public decimal? Money(string name) => Take(name) is { } value
        ? value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : Fault<decimal?>(name, "must be a number.")
        : null;

    /// <summary>A moment, with its zone: without one it would mean another on every machine.</summary>
    public DateTimeOffset? Time(string name) => Take(name) is { } value
        ? value.ValueKind == JsonValueKind.String && value.TryGetDateTime(out var there) && there.Kind != DateTimeKind.Unspecified && value.TryGetDateTimeOffset(out var at)
            ? at.ToUniversalTime()
            : Fault<DateTimeOffset?>(name, "must be a time with its zone, such as 2026-01-31T12:00:00Z.")
        : null;

    public bool Flag(string name) => FlagOrNone(name) ?? false;

    public bool? FlagOrNone(string name) => Take(name)?.ValueKind switch
    {
        null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Fault<bool?>(name, "must be true or false."),
    };

    /// <summary>A word of an enum, as its JSON spells it.</summary>
    public T? Word<T>(string name, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (Text(name) is not { } word) return null;
        return words.TryGetValue(word, out var value) ? value : Fault<T?>(name, $"is not known. Known are {string.Join(", ", words.Keys)}.");
    }

    public IReadOnlyList<string> Texts(string name) => Take(name) is { } value
        ? value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select((item, i) => TextOf($"{name}[{i}]", item) ?? "")]
            : Fault<IReadOnlyList<string>>(name, "must be a list of texts.") ?? []
        : [];

    /// <summary>A text, or a list of texts.</summary>
    public IReadOnlyList<string> TextOrTexts(string name) =>
        _left.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? Text(name) is { } text ? [text] : [] : Texts(name);

    public IReadOnlyDictionary<string, string> Map(string name) => Take(name) is { } value
        ? value.ValueKind == JsonValueKind.Object
            ? new JsonFields(value, Path(name) + ".", _faults).AsMap()
            : Fault<IReadOnlyDictionary<string, string>>(name, "must be an object with texts.") ?? new Dictionary<string, string>()
        : new Dictionary<string, string>();

    public T? Nested<T>(string name, Func<JsonFields, T> read)
        where T : class
    {
        return Take(name) is { } value ? Nested(name, value, read) : null;
    }

    public IReadOnlyList<T> NestedList<T>(string name, Func<JsonFields, T> read)
        where T : class
    {
        if (Take(name) is not { } value) return [];

        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select((item, i) => Nested($"{name}[{i}]", item, read)).OfType<T>()]
            : Fault<IReadOnlyList<T>>(name, "must be a list of objects.") ?? [];
    }

    /// <summary>A list of objects, each of which collects its own faults; none when it is longer than it may be.</summary>
    public IReadOnlyList<JsonFields> Parts(string name, int most) => Take(name) switch
    {
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() <= most => [.. list.EnumerateArray().Select(PartOf)],
        { ValueKind: JsonValueKind.Array } list => Fault<IReadOnlyList<JsonFields>>(name, $"has {list.GetArrayLength()} entries, at most {most} are allowed.") ?? [],
        null => Fault<IReadOnlyList<JsonFields>>(name, "is required.") ?? [],
        _ => Fault<IReadOnlyList<JsonFields>>(name, "must be a list of objects.") ?? [],
    };

    /// <summary>Nothing more is expected.</summary>
    /// <exception cref="ProblemException">With every fault found.</exception>
    public void End()
    {
        RefuseRest();
        EndLeniently();
    }

    /// <summary>Whatever else is there is of no interest: for doors whose clients always sent more than was read.</summary>
    /// <exception cref="ProblemException">With every fault found.</exception>
    public void EndLeniently()
    {
        if (_faults.Count > 0) throw Errors.InvalidRequest(_faults);
    }

    private T? Nested<T>(string name, JsonElement value, Func<JsonFields, T> read)
        where T : class
    {
        if (value.ValueKind != JsonValueKind.Object) return Fault<T>(name, "must be an object.");

        var fields = new JsonFields(value, Path(name) + ".", _faults);
        var result = read(fields);
        fields.RefuseRest();
        return result;
    }

    private static JsonFields PartOf(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object) return new(value, "", []);

        var none = Parse("{}"u8.ToArray());
        none.Fault("item", "must be an object.");
        return none;
    }

    private Dictionary<string, string> AsMap() => _left.ToDictionary(field => field.Key, field => TextOf(field.Key, field.Value) ?? "");

    private void RefuseRest()
    {
        foreach (var name in _left.Keys)
        {
            Fault(name.Length <= 60 ? name : name[..60] + "...", "is not a known field.");
        }
    }

    private JsonElement? Take(string name) =>
        _left.Remove(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string? TextOf(string name, JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : Fault<string>(name, "must be a text.");
        }
        catch (InvalidOperationException)
        {
            return Fault<string>(name, "is not valid Unicode text.");
        }
    }

    private string Path(string name) => _path + name;

    private T? Fault<T>(string name, string message)
    {
        Fault(name, message);
        return default;
    }

    private void Fault(string name, string message) => _faults.Add(new(Path(name), message));
}
