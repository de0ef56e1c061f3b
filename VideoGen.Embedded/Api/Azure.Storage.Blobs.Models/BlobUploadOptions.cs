namespace Azure.Storage.Blobs.Models;

/// <summary>What an upload sets beside the content, and what must hold for it.</summary>
public sealed class BlobUploadOptions
{
    public BlobHttpHeaders? HttpHeaders { get; set; }

    public IDictionary<string, string>? Metadata { get; set; }

    public IDictionary<string, string>? Tags { get; set; }

    public BlobRequestConditions? Conditions { get; set; }

    public IProgress<long>? ProgressHandler { get; set; }

    public AccessTier? AccessTier { get; set; }

    public StorageTransferOptions TransferOptions { get; set; }
}
