namespace Azure.Storage.Blobs.Models;

/// <summary>How a blob is read as a seekable stream.</summary>
public sealed class BlobOpenReadOptions(bool allowModifications)
{
    public long Position { get; set; }

    public int? BufferSize { get; set; }

    public BlobRequestConditions? Conditions { get; set; }

    internal bool AllowModifications { get; } = allowModifications;
}
