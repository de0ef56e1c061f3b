namespace Azure.Storage;

/// <summary>How a transfer is cut into requests; the embedded store has no requests to cut.</summary>
public struct StorageTransferOptions
{
    public long? MaximumTransferSize { get; set; }

    public int? MaximumConcurrency { get; set; }

    public long? InitialTransferSize { get; set; }
}
