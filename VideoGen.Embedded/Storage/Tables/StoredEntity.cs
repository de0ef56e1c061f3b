using System.Globalization;
using Azure;

namespace VideoGen.Embedded.Storage.Tables;

/// <summary>An entity as it is stored: its keys, its version, and its own properties.</summary>
internal sealed record StoredEntity(string PartitionKey, string RowKey, long Version, Dictionary<string, object> Properties)
{
    public DateTimeOffset Timestamp => new(Version, TimeSpan.Zero);

    public ETag ETag => EntityVersion.ETag(Version);
}

/// <summary>An entity as a filter sees it, before it is known to be wanted.</summary>
internal readonly ref struct EntityRow(string partitionKey, string rowKey, long version, ReadOnlySpan<byte> body)
{
    private readonly ReadOnlySpan<byte> _body = body;

    public EntityKey Key => new(partitionKey, rowKey);

    public int Length => _body.Length;

    /// <summary>The value of a property; null when the entity lacks it.</summary>
    public object? Find(string name, byte[] utf8Name) => name switch
    {
        "PartitionKey" => partitionKey,
        "RowKey" => rowKey,
        "Timestamp" => new DateTimeOffset(version, TimeSpan.Zero),
        _ => EntityCodec.Find(_body, utf8Name),
    };

    public StoredEntity ToEntity() => new(partitionKey, rowKey, version, EntityCodec.Decode(_body));
}

/// <summary>An entity's version, which is its time of change, as an ETag.</summary>
internal static class EntityVersion
{
    private const string Start = "W/\"datetime'";
    private const string End = "'\"";
    private const string Format = "yyyy-MM-ddTHH'%3A'mm'%3A'ss.fffffffZ";

    public static ETag ETag(long version) =>
        new(Start + new DateTime(version, DateTimeKind.Utc).ToString(Format, CultureInfo.InvariantCulture) + End);

    /// <summary>The version an ETag stands for; null when any will do.</summary>
    /// <exception cref="RequestFailedException">400 <c>InvalidInput</c>: it is no ETag of a table.</exception>
    public static long? Parse(ETag etag)
    {
        if (etag == default || etag == Azure.ETag.All) return null;
        var text = etag.ToString();
        if (text.StartsWith(Start, StringComparison.Ordinal) && text.EndsWith(End, StringComparison.Ordinal) && text.Length > Start.Length + End.Length
            && DateTime.TryParseExact(text[Start.Length..^End.Length], Format, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var moment))
        {
            return moment.Ticks;
        }

        throw TableErrors.InvalidInput("the etag value specified in one of the request headers is not valid.");
    }
}
