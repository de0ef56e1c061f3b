namespace Azure.Storage.Blobs.Models;

/// <summary>Which part of a blob is downloaded, and what must hold for it.</summary>
public sealed class BlobDownloadOptions
{
    public HttpRange Range { get; set; }

    public BlobRequestConditions? Conditions { get; set; }

    public IProgress<long>? ProgressHandler { get; set; }
}
