namespace Azure.Storage.Sas;

/// <summary>What a signed URL allows.</summary>
[Flags]
public enum BlobSasPermissions
{
    Read = 1,
    Add = 2,
    Create = 4,
    Write = 8,
    Delete = 16,
    Tag = 32,
    DeleteBlobVersion = 64,
    List = 128,
    Move = 256,
    Execute = 512,
    SetImmutabilityPolicy = 1024,
    PermanentDelete = 2048,
    All = -1,
}

/// <summary>By which protocols a signed URL may be used.</summary>
public enum SasProtocol
{
    None = 0,
    HttpsAndHttp = 1,
    Https = 2,
}
