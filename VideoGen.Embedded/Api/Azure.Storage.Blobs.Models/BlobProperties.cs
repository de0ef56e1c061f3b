namespace Azure.Storage.Blobs.Models;

/// <summary>All that is known of a blob but its content.</summary>
public sealed class BlobProperties
{
    internal BlobProperties()
    {
    }

    public DateTimeOffset LastModified { get; internal init; }

    public DateTimeOffset CreatedOn { get; internal init; }

    public IDictionary<string, string> Metadata { get; internal init; } = new Dictionary<string, string>();

    public BlobType BlobType { get; internal init; }

    public long ContentLength { get; internal init; }

    public string ContentType { get; internal init; } = "";

    public ETag ETag { get; internal init; }

    public byte[]? ContentHash { get; internal init; }

    public string? ContentEncoding { get; internal init; }

    public string? ContentDisposition { get; internal init; }

    public string? ContentLanguage { get; internal init; }

    public string? CacheControl { get; internal init; }
}
