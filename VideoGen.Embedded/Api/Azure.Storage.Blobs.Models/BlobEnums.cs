namespace Azure.Storage.Blobs.Models;

/// <summary>How a blob's content is kept; the embedded store makes block blobs.</summary>
public enum BlobType
{
    Block,
    Page,
    Append,
}

/// <summary>What a listing tells of each blob; the embedded store knows metadata.</summary>
[Flags]
public enum BlobTraits
{
    None = 0,
    CopyStatus = 1,
    Metadata = 2,
    Tags = 4,
    ImmutabilityPolicy = 8,
    LegalHold = 16,
    All = -1,
}

/// <summary>Which blobs a listing shows beside the present ones; the embedded store has none of them.</summary>
[Flags]
public enum BlobStates
{
    None = 0,
    Snapshots = 1,
    Uncommitted = 2,
    Deleted = 4,
    Version = 8,
    DeletedWithVersions = 16,
    All = -1,
}

/// <summary>What a delete does with snapshots; the embedded store has none.</summary>
public enum DeleteSnapshotsOption
{
    None,
    IncludeSnapshots,
    OnlySnapshots,
}

/// <summary>What the public may read of a container; the embedded store serves nobody by itself.</summary>
public enum PublicAccessType
{
    None = 0,
    BlobContainer = 1,
    Blob = 2,
}
