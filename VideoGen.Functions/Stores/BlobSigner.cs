using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;

namespace VideoGen.Functions.Stores;

/// <summary>Makes addresses at which a file may be fetched from the store itself, for a short while.</summary>
/// <param name="service">With an identity, which has no key to sign with and gets one lent; null with an account key, or where nothing can be signed.</param>
internal sealed class BlobSigner(BlobServiceClient? service, TimeSpan lifetime, TimeProvider clock)
{
    // Clocks differ a little.
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan KeyLasts = TimeSpan.FromHours(6);

    private volatile UserDelegationKey? _key;

    /// <param name="hasKey">Whether the store's client has the account's key.</param>
    public bool CanSign(bool hasKey) => lifetime > TimeSpan.Zero && (service is not null || hasKey);

    /// <summary>Null where nothing can be signed.</summary>
    public async Task<Uri?> SignAsync(BlobBaseClient blob, CancellationToken ct)
    {
        if (!CanSign(blob.CanGenerateSasUri)) return null;

        var now = clock.GetUtcNow();
        var allowed = new BlobSasBuilder(BlobSasPermissions.Read, now + lifetime)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Resource = "b",
            StartsOn = now - Before,
        };
        return service is null
            ? blob.GenerateSasUri(allowed)
            : new BlobUriBuilder(blob.Uri) { Sas = allowed.ToSasQueryParameters(await KeyAsync(service, now, ct), blob.AccountName) }.ToUri();
    }

    // Two who ask at once both get one: that costs a call, and nothing else.
    private async Task<UserDelegationKey> KeyAsync(BlobServiceClient store, DateTimeOffset now, CancellationToken ct)
    {
        if (_key is { } known && known.SignedExpiresOn > now + lifetime) return known;

        UserDelegationKey key = await store.GetUserDelegationKeyAsync(now - Before, now + KeyLasts, ct);
        return _key = key;
    }
}
