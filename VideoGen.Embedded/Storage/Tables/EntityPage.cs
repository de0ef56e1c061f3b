using System.Buffers.Text;
using Azure;

namespace VideoGen.Embedded.Storage.Tables;

/// <summary>A page in the making: takes rows in order until it is full or has looked at enough.</summary>
/// <remarks>As with the service a page may be short, even empty, and still lead on.</remarks>
internal sealed class EntityPage
{
    private const int MaxRowsExamined = 5_000;
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly Filter? _filter;
    private readonly int _size;
    private readonly List<StoredEntity> _entities = [];
    private EntityKey? _next;
    private int _examined;
    private long _bytes;

    public EntityPage(string? filter, string? token, int? size)
    {
        if (size is < 0 or > TableRules.MaxPageSize) throw TableErrors.InvalidInput($"a page holds 0 to {TableRules.MaxPageSize} entities.");
        _filter = FilterParser.Parse(filter);
        _size = size ?? TableRules.MaxPageSize;
        var range = KeyRange.Of(_filter);
        Range = token is null ? range : range with { Low = Parse(token) };
    }

    /// <summary>Where rows for this page can be at all.</summary>
    public KeyRange Range { get; }

    /// <summary>Looks at the next row; false when it was not taken because the page is complete.</summary>
    public bool Take(in EntityRow row)
    {
        if (_size == 0) return false;
        if (_entities.Count == _size || _examined == MaxRowsExamined || _bytes >= MaxBytes)
        {
            _next = row.Key;
            return false;
        }

        _examined++;
        if (_filter is null || _filter.Matches(row))
        {
            _entities.Add(row.ToEntity());
            _bytes += row.Length;
        }

        return true;
    }

    public Page<T> As<T>(Converter<StoredEntity, T> convert)
        where T : notnull =>
        Page<T>.FromValues(_entities.ConvertAll(convert), _next is null ? null : Format(_next), new StoreResponse(200));

    private static string Format(EntityKey key) =>
        $"{Base64Url.EncodeToString(OrdinalText.ToBytes(key.PartitionKey))}.{Base64Url.EncodeToString(OrdinalText.ToBytes(key.RowKey))}";

    private static EntityKey Parse(string token)
    {
        if (token.Split('.') is [var partitionKey, var rowKey] && Base64Url.IsValid(partitionKey) && Base64Url.IsValid(rowKey))
        {
            return new(OrdinalText.ToText(Base64Url.DecodeFromChars(partitionKey)), OrdinalText.ToText(Base64Url.DecodeFromChars(rowKey)));
        }

        throw TableErrors.InvalidInput("the continuation token is not one that was given out.");
    }
}
