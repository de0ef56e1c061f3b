using Azure;
using Azure.Storage.Blobs.Models;

namespace VideoGen.Embedded.Storage.Blobs;

/// <summary>What a request demands of the blob, compared with the blob.</summary>
internal static class BlobConditions
{
    /// <summary>For reads: 304 when the caller has what is there, 412 when what is there is not what they want.</summary>
    public static BlobRecord CheckRead(BlobRequestConditions? conditions, BlobRecord? blob)
    {
        if (conditions?.IfNoneMatch == ETag.All) throw BlobErrors.UnsatisfiableCondition();
        if (blob is null) throw BlobErrors.BlobNotFound();
        if (conditions is null) return blob;
        CheckKept(conditions);
        CheckStillWanted(conditions, blob);
        var (known, unmodified) = (Matches(conditions.IfNoneMatch, blob), !ModifiedSince(conditions.IfModifiedSince, blob));
        return known != false && unmodified != false && (known ?? unmodified) is true ? throw BlobErrors.ConditionNotMet(304) : blob;
    }

    /// <summary>For changes of a blob that must be there.</summary>
    public static BlobRecord CheckChange(BlobRequestConditions? conditions, BlobRecord? blob)
    {
        if (blob is null) throw BlobErrors.BlobNotFound();
        CheckWrite(conditions, blob);
        return blob;
    }

    /// <summary>For uploads, where there may be no blob yet.</summary>
    public static void CheckUpload(BlobRequestConditions? conditions, BlobRecord? blob)
    {
        if (conditions?.IfNoneMatch == ETag.All && blob is not null) throw BlobErrors.BlobAlreadyExists();
        if (blob is not null) CheckWrite(conditions, blob);
        else if (conditions?.IfMatch is not null) throw BlobErrors.ConditionNotMet();
        else CheckKept(conditions);
    }

    private static void CheckWrite(BlobRequestConditions? conditions, BlobRecord blob)
    {
        if (conditions is null) return;
        CheckKept(conditions);
        CheckStillWanted(conditions, blob);
        if (Matches(conditions.IfNoneMatch, blob) is true || ModifiedSince(conditions.IfModifiedSince, blob) is false) throw BlobErrors.ConditionNotMet();
    }

    private static void CheckStillWanted(BlobRequestConditions conditions, BlobRecord blob)
    {
        if (Matches(conditions.IfMatch, blob) is false || ModifiedSince(conditions.IfUnmodifiedSince, blob) is true) throw BlobErrors.ConditionNotMet();
    }

    private static void CheckKept(BlobRequestConditions? conditions)
    {
        if (conditions?.TagConditions is not null) throw BlobErrors.NoTags();
        if (conditions?.LeaseId is not null) throw BlobErrors.LeaseNotPresent();
    }

    private static bool? Matches(ETag? expected, BlobRecord blob) =>
        expected is { } etag ? etag == ETag.All || etag.ToString().Trim('"') == blob.ETag.ToString().Trim('"') : null;

    private static bool? ModifiedSince(DateTimeOffset? moment, BlobRecord blob) =>
        moment is { } since ? blob.LastModified.ToUnixTimeSeconds() > since.ToUnixTimeSeconds() : null;
}
