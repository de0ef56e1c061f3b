namespace Azure.Storage.Sas;

/// <summary>The signed part of a URL; the embedded store makes none.</summary>
public sealed class BlobSasQueryParameters
{
    internal BlobSasQueryParameters()
    {
    }
}
