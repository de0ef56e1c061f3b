namespace Azure.Storage.Blobs.Models;

/// <summary>What a download says of the blob; the length is that of the part asked for.</summary>
public sealed class BlobDownloadDetails
{
    internal BlobDownloadDetails()
    {
    }

    public BlobType BlobType { get; internal init; }

    public long ContentLength { get; internal init; }

    public string ContentType { get; internal init; } = "";

    public byte[]? ContentHash { get; internal init; }

    public DateTimeOffset LastModified { get; internal init; }

    public DateTimeOffset CreatedOn { get; internal init; }

    public IDictionary<string, string> Metadata { get; internal init; } = new Dictionary<string, string>();

    /// <remarks><c>bytes a-b/total</c>; null when the whole blob was asked for.</remarks>
    public string? ContentRange { get; internal init; }

    public ETag ETag { get; internal init; }

    public string? CacheControl { get; internal init; }

    public string? ContentDisposition { get; internal init; }

    public string? ContentEncoding { get; internal init; }

    public string? ContentLanguage { get; internal init; }

    /// <remarks>The hash of the whole blob, also where only a part was asked for.</remarks>
    public byte[]? BlobContentHash { get; internal init; }
}
