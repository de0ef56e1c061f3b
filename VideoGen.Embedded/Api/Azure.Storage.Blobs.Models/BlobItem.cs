namespace Azure.Storage.Blobs.Models;

/// <summary>A blob as a listing shows it.</summary>
public sealed class BlobItem
{
    internal BlobItem(string name, BlobItemProperties properties, IDictionary<string, string>? metadata)
    {
        Name = name;
        Properties = properties;
        Metadata = metadata;
    }

    public string Name { get; }

    public BlobItemProperties Properties { get; }

    /// <remarks>Null unless <see cref="BlobTraits.Metadata"/> was asked for.</remarks>
    public IDictionary<string, string>? Metadata { get; }
}

/// <summary>A blob's properties as a listing shows them.</summary>
public sealed class BlobItemProperties
{
    internal BlobItemProperties()
    {
    }

    public DateTimeOffset? LastModified { get; internal init; }

    public DateTimeOffset? CreatedOn { get; internal init; }

    public long? ContentLength { get; internal init; }

    public string? ContentType { get; internal init; }

    public string? ContentEncoding { get; internal init; }

    public string? ContentLanguage { get; internal init; }

    public byte[]? ContentHash { get; internal init; }

    public string? ContentDisposition { get; internal init; }

    public string? CacheControl { get; internal init; }

    public BlobType? BlobType { get; internal init; }

    public ETag? ETag { get; internal init; }
}

/// <summary>One entry of a listing by hierarchy: a blob, or the prefix that blobs further down share.</summary>
public sealed class BlobHierarchyItem
{
    internal BlobHierarchyItem(string? prefix, BlobItem? blob)
    {
        Prefix = prefix;
        Blob = blob;
    }

    public string? Prefix { get; }

    public BlobItem? Blob { get; }

    public bool IsPrefix => Prefix is not null;

    public bool IsBlob => Blob is not null;
}
