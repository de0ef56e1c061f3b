namespace Azure.Storage.Blobs.Models;

/// <summary>A blob's content in memory.</summary>
public sealed class BlobDownloadResult
{
    internal BlobDownloadResult(BlobDownloadDetails details, BinaryData content)
    {
        Details = details;
        Content = content;
    }

    public BlobDownloadDetails Details { get; }

    public BinaryData Content { get; }
}

/// <summary>A blob's content as a stream, to be disposed.</summary>
public sealed class BlobDownloadStreamingResult : IDisposable
{
    internal BlobDownloadStreamingResult(BlobDownloadDetails details, Stream content)
    {
        Details = details;
        Content = content;
    }

    public BlobDownloadDetails Details { get; }

    public Stream Content { get; }

    public void Dispose() => Content.Dispose();
}
