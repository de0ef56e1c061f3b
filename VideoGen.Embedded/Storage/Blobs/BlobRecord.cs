using Azure;
using Azure.Storage.Blobs.Models;

namespace VideoGen.Embedded.Storage.Blobs;

/// <summary>All that is known of a blob but its content.</summary>
/// <param name="Container">Where it is.</param>
/// <param name="Name">Its name there.</param>
/// <param name="ContentId">Which content it has: each content that was ever written has its own.</param>
/// <param name="Length">The content's length.</param>
/// <param name="Version">When it last changed, in UTC ticks; no two changes share one.</param>
/// <param name="Created">When its content was written, in UTC ticks.</param>
/// <param name="Headers">What it is served with.</param>
/// <param name="Metadata">What the app keeps with it.</param>
internal sealed record BlobRecord(
    string Container,
    string Name,
    string ContentId,
    long Length,
    long Version,
    long Created,
    BlobHeaders Headers,
    Dictionary<string, string> Metadata)
{
    public ETag ETag => BlobVersion.ETag(Version);

    public DateTimeOffset LastModified => BlobVersion.Moment(Version);

    public DateTimeOffset CreatedOn => BlobVersion.Moment(Created);
}

/// <summary>A container and when it was created, in UTC ticks.</summary>
internal sealed record ContainerRecord(string Name, long Version)
{
    public ETag ETag => BlobVersion.ETag(Version);

    public DateTimeOffset LastModified => BlobVersion.Moment(Version);
}

/// <summary>What a version is to callers.</summary>
internal static class BlobVersion
{
    public static ETag ETag(long version) => new($"\"0x{version:X15}\"");

    // The service tells times as HTTP dates, which know no fractions.
    public static DateTimeOffset Moment(long version) => new(version - (version % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}

/// <summary>The headers a blob is served with.</summary>
internal sealed record BlobHeaders(string ContentType, byte[]? Hash, string? Encoding, string? Language, string? Disposition, string? CacheControl)
{
    public static BlobHeaders Of(BlobHttpHeaders? headers) => new(
        string.IsNullOrEmpty(headers?.ContentType) ? "application/octet-stream" : headers.ContentType,
        headers?.ContentHash,
        headers?.ContentEncoding,
        headers?.ContentLanguage,
        headers?.ContentDisposition,
        headers?.CacheControl);
}
