namespace Azure.Storage.Blobs.Models;

/// <summary>How a container's blobs are encrypted; the embedded store leaves that to the disk.</summary>
public sealed class BlobContainerEncryptionScopeOptions
{
    public string? DefaultEncryptionScope { get; set; }

    public bool PreventEncryptionScopeOverride { get; set; }
}
