using Azure.Storage.Blobs.Models;
using VideoGen.Embedded.Storage;

namespace Azure.Storage.Sas;

/// <summary>What a signed URL is to allow. It can be filled in here, but not signed.</summary>
public sealed class BlobSasBuilder
{
    public BlobSasBuilder()
    {
    }

    public BlobSasBuilder(BlobSasPermissions permissions, DateTimeOffset expiresOn)
    {
        SetPermissions(permissions);
        ExpiresOn = expiresOn;
    }

    public string? BlobContainerName { get; set; }

    public string? BlobName { get; set; }

    public string? Resource { get; set; }

    public string? Permissions { get; private set; }

    public string? Identifier { get; set; }

    public SasProtocol Protocol { get; set; }

    public DateTimeOffset StartsOn { get; set; }

    public DateTimeOffset ExpiresOn { get; set; }

    public string? CacheControl { get; set; }

    public string? ContentDisposition { get; set; }

    public string? ContentType { get; set; }

    public void SetPermissions(BlobSasPermissions permissions)
    {
        // One letter a right, in the order the service demands.
        ReadOnlySpan<(BlobSasPermissions Right, char Letter)> letters =
        [
            (BlobSasPermissions.Read, 'r'), (BlobSasPermissions.Add, 'a'), (BlobSasPermissions.Create, 'c'), (BlobSasPermissions.Write, 'w'),
            (BlobSasPermissions.Delete, 'd'), (BlobSasPermissions.DeleteBlobVersion, 'x'), (BlobSasPermissions.PermanentDelete, 'y'),
            (BlobSasPermissions.List, 'l'), (BlobSasPermissions.Tag, 't'), (BlobSasPermissions.Move, 'm'), (BlobSasPermissions.Execute, 'e'),
            (BlobSasPermissions.SetImmutabilityPolicy, 'i'),
        ];

        Permissions = "";
        foreach (var (right, letter) in letters)
        {
            if (permissions.HasFlag(right)) Permissions += letter;
        }
    }

    /// <exception cref="NotSupportedException">Always: the embedded store cannot sign.</exception>
    public BlobSasQueryParameters ToSasQueryParameters(UserDelegationKey userDelegationKey, string accountName) => throw StorageConnection.NoSas();
}
