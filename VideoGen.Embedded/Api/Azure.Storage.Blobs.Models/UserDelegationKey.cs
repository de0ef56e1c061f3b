namespace Azure.Storage.Blobs.Models;

/// <summary>A key that signs for an identity; the embedded store issues none.</summary>
public sealed class UserDelegationKey
{
    internal UserDelegationKey()
    {
    }

    public DateTimeOffset SignedStartsOn { get; internal init; }

    public DateTimeOffset SignedExpiresOn { get; internal init; }
}
