using Azure;

namespace VideoGen.Embedded.Storage.Blobs;

/// <summary>The blob service's refusals.</summary>
internal static class BlobErrors
{
    public static RequestFailedException ContainerNotFound() => StoreError.Create(404, "ContainerNotFound", "The specified container does not exist.");

    public static RequestFailedException BlobNotFound() => StoreError.Create(404, "BlobNotFound", "The specified blob does not exist.");

    public static RequestFailedException BlobAlreadyExists() => StoreError.Create(409, "BlobAlreadyExists", "The specified blob already exists.");

    public static RequestFailedException ConditionNotMet(int status = 412) =>
        StoreError.Create(status, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met.");

    public static RequestFailedException UnsatisfiableCondition() =>
        StoreError.Create(400, "UnsatisfiableCondition", "The request includes an unsatisfiable condition for this operation.");

    public static RequestFailedException LeaseNotPresent() =>
        StoreError.Create(412, "LeaseNotPresentWithBlobOperation", "There is currently no lease on the blob; the embedded store has no leases.");

    public static RequestFailedException InvalidRange() =>
        StoreError.Create(416, "InvalidRange", "The range specified is invalid for the current size of the resource.");

    public static RequestFailedException InvalidName(string what) => StoreError.Create(400, "InvalidResourceName", $"The specified resource name is not valid: {what}");

    public static RequestFailedException NameLength(string what) => StoreError.Create(400, "OutOfRangeInput", $"The specified resource name length is not within the permissible limits: {what}");

    public static RequestFailedException EmptyMetadataKey() => StoreError.Create(400, "EmptyMetadataKey", "The key for one of the metadata key-value pairs is empty.");

    public static RequestFailedException InvalidMetadata(string name) =>
        StoreError.Create(400, "InvalidMetadata", $"The metadata '{name}' is invalid: names are C# identifiers, values ASCII.");

    public static RequestFailedException MetadataTooLarge() => StoreError.Create(400, "MetadataTooLarge", "The size of the specified metadata exceeds the maximum size permitted (8 KiB).");

    public static RequestFailedException PageSize() => StoreError.Create(400, "OutOfRangeQueryParameterValue", "A page of a listing holds at least one entry.");

    public static RequestFailedException Marker() => StoreError.Create(400, "OutOfRangeInput", "The continuation token is not one that was given out.");

    public static NotSupportedException NoTags() => new("The embedded store keeps no blob tags; use metadata, or a table.");
}
