namespace Azure.Storage.Blobs.Models;

/// <summary>What a blob written as a stream gets beside its content.</summary>
public sealed class BlobOpenWriteOptions
{
    public long? BufferSize { get; set; }

    public BlobRequestConditions? OpenConditions { get; set; }

    public IProgress<long>? ProgressHandler { get; set; }

    public BlobHttpHeaders? HttpHeaders { get; set; }

    public IDictionary<string, string>? Metadata { get; set; }

    public IDictionary<string, string>? Tags { get; set; }
}
