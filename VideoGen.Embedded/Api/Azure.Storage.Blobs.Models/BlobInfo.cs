namespace Azure.Storage.Blobs.Models;

/// <summary>A blob's version after its headers or metadata were set.</summary>
public sealed class BlobInfo
{
    internal BlobInfo()
    {
    }

    public ETag ETag { get; internal init; }

    public DateTimeOffset LastModified { get; internal init; }

    public string? VersionId { get; internal init; }
}

/// <summary>A blob's version after its content was set.</summary>
public sealed class BlobContentInfo
{
    internal BlobContentInfo()
    {
    }

    public ETag ETag { get; internal init; }

    public DateTimeOffset LastModified { get; internal init; }

    public byte[]? ContentHash { get; internal init; }

    public string? VersionId { get; internal init; }
}

/// <summary>A container's version after it was created.</summary>
public sealed class BlobContainerInfo
{
    internal BlobContainerInfo()
    {
    }

    public ETag ETag { get; internal init; }

    public DateTimeOffset LastModified { get; internal init; }
}
