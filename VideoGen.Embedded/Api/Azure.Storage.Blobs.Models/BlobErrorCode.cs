namespace Azure.Storage.Blobs.Models;

/// <summary>The error codes of blobs, to compare with <see cref="RequestFailedException.ErrorCode"/>.</summary>
public readonly struct BlobErrorCode(string value) : IEquatable<BlobErrorCode>
{
    public static BlobErrorCode AuthenticationFailed { get; } = new(nameof(AuthenticationFailed));

    public static BlobErrorCode AuthorizationFailure { get; } = new(nameof(AuthorizationFailure));

    public static BlobErrorCode AuthorizationPermissionMismatch { get; } = new(nameof(AuthorizationPermissionMismatch));

    public static BlobErrorCode BlobAlreadyExists { get; } = new(nameof(BlobAlreadyExists));

    public static BlobErrorCode BlobNotFound { get; } = new(nameof(BlobNotFound));

    public static BlobErrorCode ConditionNotMet { get; } = new(nameof(ConditionNotMet));

    public static BlobErrorCode ContainerAlreadyExists { get; } = new(nameof(ContainerAlreadyExists));

    public static BlobErrorCode ContainerBeingDeleted { get; } = new(nameof(ContainerBeingDeleted));

    public static BlobErrorCode ContainerNotFound { get; } = new(nameof(ContainerNotFound));

    public static BlobErrorCode InvalidInput { get; } = new(nameof(InvalidInput));

    public static BlobErrorCode InvalidMetadata { get; } = new(nameof(InvalidMetadata));

    public static BlobErrorCode InvalidRange { get; } = new(nameof(InvalidRange));

    public static BlobErrorCode InvalidResourceName { get; } = new(nameof(InvalidResourceName));

    public static BlobErrorCode LeaseAlreadyPresent { get; } = new(nameof(LeaseAlreadyPresent));

    public static BlobErrorCode LeaseIdMismatchWithBlobOperation { get; } = new(nameof(LeaseIdMismatchWithBlobOperation));

    public static BlobErrorCode LeaseIdMissing { get; } = new(nameof(LeaseIdMissing));

    public static BlobErrorCode LeaseNotPresentWithBlobOperation { get; } = new(nameof(LeaseNotPresentWithBlobOperation));

    public static BlobErrorCode Md5Mismatch { get; } = new(nameof(Md5Mismatch));

    public static BlobErrorCode MetadataTooLarge { get; } = new(nameof(MetadataTooLarge));

    public static BlobErrorCode OutOfRangeInput { get; } = new(nameof(OutOfRangeInput));

    private readonly string? _value = value;

    public static bool operator ==(BlobErrorCode left, BlobErrorCode right) => left.Equals(right);

    public static bool operator !=(BlobErrorCode left, BlobErrorCode right) => !left.Equals(right);

    public static implicit operator BlobErrorCode(string? value) => new(value!);

    public bool Equals(BlobErrorCode other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is BlobErrorCode other && Equals(other);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_value ?? "");

    public override string ToString() => _value ?? "";
}
