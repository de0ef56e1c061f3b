using Azure;
using Azure.Storage.Blobs.Models;

namespace VideoGen.Embedded.Storage.Blobs;

/// <summary>A blob as the clients' models show it.</summary>
internal static class BlobModels
{
    public static Response Answer(BlobRecord blob, int status = 200) => StoreResponse.WithETag(status, blob.ETag);

    public static BlobContentInfo ToContentInfo(BlobRecord blob) =>
        new() { ETag = blob.ETag, LastModified = blob.LastModified, ContentHash = blob.Headers.Hash };

    public static BlobInfo ToInfo(BlobRecord blob) => new() { ETag = blob.ETag, LastModified = blob.LastModified };

    public static BlobProperties ToProperties(BlobRecord blob) => new()
    {
        LastModified = blob.LastModified,
        CreatedOn = blob.CreatedOn,
        Metadata = blob.Metadata,
        BlobType = BlobType.Block,
        ContentLength = blob.Length,
        ContentType = blob.Headers.ContentType,
        ETag = blob.ETag,
        ContentHash = blob.Headers.Hash,
        ContentEncoding = blob.Headers.Encoding,
        ContentDisposition = blob.Headers.Disposition,
        ContentLanguage = blob.Headers.Language,
        CacheControl = blob.Headers.CacheControl,
    };

    /// <summary>What a download tells; <paramref name="part"/> is null for the whole blob.</summary>
    public static BlobDownloadDetails ToDetails(BlobRecord blob, ByteRange? part) => new()
    {
        BlobType = BlobType.Block,
        ContentLength = part?.Length ?? blob.Length,
        ContentType = blob.Headers.ContentType,
        ContentHash = part is null ? blob.Headers.Hash : null,
        LastModified = blob.LastModified,
        CreatedOn = blob.CreatedOn,
        Metadata = blob.Metadata,
        ContentRange = part is null ? null : $"bytes {part.Start}-{part.Start + part.Length - 1}/{blob.Length}",
        ETag = blob.ETag,
        CacheControl = blob.Headers.CacheControl,
        ContentDisposition = blob.Headers.Disposition,
        ContentEncoding = blob.Headers.Encoding,
        ContentLanguage = blob.Headers.Language,
        BlobContentHash = blob.Headers.Hash,
    };

    public static BlobItem ToItem(BlobRecord blob, BlobTraits traits) => new(
        blob.Name,
        new BlobItemProperties
        {
            LastModified = blob.LastModified,
            CreatedOn = blob.CreatedOn,
            ContentLength = blob.Length,
            ContentType = blob.Headers.ContentType,
            ContentEncoding = blob.Headers.Encoding,
            ContentLanguage = blob.Headers.Language,
            ContentHash = blob.Headers.Hash,
            ContentDisposition = blob.Headers.Disposition,
            CacheControl = blob.Headers.CacheControl,
            BlobType = BlobType.Block,
            ETag = blob.ETag,
        },
        traits.HasFlag(BlobTraits.Metadata) ? blob.Metadata : null);
}

/// <summary>A part of a blob that is there.</summary>
internal sealed record ByteRange(long Start, long Length)
{
    /// <summary>The part of the blob that was asked for; null when that is the whole.</summary>
    /// <exception cref="RequestFailedException">416 <c>InvalidRange</c>: it starts at or behind the end.</exception>
    public static ByteRange? Of(HttpRange range, BlobRecord blob)
    {
        if (range == default) return null;
        return range.Offset >= blob.Length
            ? throw BlobErrors.InvalidRange()
            : new ByteRange(range.Offset, Math.Min(range.Length ?? long.MaxValue, blob.Length - range.Offset));
    }
}
