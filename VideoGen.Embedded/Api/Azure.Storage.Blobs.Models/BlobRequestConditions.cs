namespace Azure.Storage.Blobs.Models;

/// <summary>Conditions that may name a lease.</summary>
public class BlobLeaseRequestConditions : RequestConditions
{
    public string? TagConditions { get; set; }
}

/// <summary>What must hold of a blob for a request to be done.</summary>
public class BlobRequestConditions : BlobLeaseRequestConditions
{
    public string? LeaseId { get; set; }
}
