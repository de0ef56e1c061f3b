using Azure;
using Azure.Storage.Blobs.Models;

namespace VideoGen.Tests.Contracts;

public abstract partial class BlobContract
{
    private static readonly ETag Other = new("\"0x8D0000000000000\"");

    [Fact]
    public async Task IfMatch_of_another_version_is_ConditionNotMet()
    {
        var blob = await Uploaded("a", "x");
        var stale = new BlobRequestConditions { IfMatch = Other };

        await Refused(412, BlobErrorCode.ConditionNotMet, () => blob.GetPropertiesAsync(stale));
        await Refused(412, BlobErrorCode.ConditionNotMet, () => blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = stale }));
        await Refused(412, BlobErrorCode.ConditionNotMet, () => blob.UploadAsync(Text("y"), new BlobUploadOptions { Conditions = stale }));
        await Refused(412, BlobErrorCode.ConditionNotMet, () => blob.SetMetadataAsync(new Dictionary<string, string>(), stale));
        await Refused(412, BlobErrorCode.ConditionNotMet, () => blob.SetHttpHeadersAsync(null, stale));
        await Refused(412, BlobErrorCode.ConditionNotMet, () => blob.DeleteAsync(conditions: stale));
        await Refused(412, BlobErrorCode.ConditionNotMet, () => blob.DeleteIfExistsAsync(conditions: stale));
        Assert.Equal("x", await Content(blob));
    }

    [Fact]
    public async Task IfMatch_of_this_version_or_any_is_met()
    {
        var blob = await Uploaded("a", "x");
        var current = new BlobRequestConditions { IfMatch = (await blob.GetPropertiesAsync()).Value.ETag };

        Assert.Equal("x", (await blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = current })).Value.Content.ToString());
        await blob.UploadAsync(Text("y"), new BlobUploadOptions { Conditions = current });
        await blob.SetMetadataAsync(new Dictionary<string, string>(), new BlobRequestConditions { IfMatch = ETag.All });
        Assert.Equal(202, (await blob.DeleteAsync(conditions: new BlobRequestConditions { IfMatch = ETag.All })).Status);
    }

    [Fact]
    public async Task IfMatch_of_a_blob_that_is_not_there_is_ConditionNotMet_for_an_upload()
    {
        var blob = _container.GetBlobClient("none");

        await Refused(412, BlobErrorCode.ConditionNotMet, () => blob.UploadAsync(Text("y"), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = Other } }));
        await Refused(412, BlobErrorCode.ConditionNotMet, () => blob.UploadAsync(Text("y"), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = ETag.All } }));
        Assert.False(await blob.ExistsAsync());
    }

    [Fact]
    public async Task IfNoneMatch_of_this_version_is_304_for_a_read_and_412_for_a_write()
    {
        var blob = await Uploaded("a", "x");
        var known = new BlobRequestConditions { IfNoneMatch = (await blob.GetPropertiesAsync()).Value.ETag };

        await Refused(304, BlobErrorCode.ConditionNotMet, () => blob.GetPropertiesAsync(known));
        await Refused(412, BlobErrorCode.ConditionNotMet, () => blob.UploadAsync(Text("y"), new BlobUploadOptions { Conditions = known }));
        await Refused(412, BlobErrorCode.ConditionNotMet, () => blob.DeleteAsync(conditions: known));
    }

    [Fact]
    public async Task A_download_of_a_known_version_is_a_304_without_a_value()
    {
        var blob = await Uploaded("a", "x");
        var known = new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = (await blob.GetPropertiesAsync()).Value.ETag } };

        var streaming = await blob.DownloadStreamingAsync(known);
        var content = await blob.DownloadContentAsync(known);

        Assert.Equal((304, 304), (streaming.GetRawResponse().Status, content.GetRawResponse().Status));
        Assert.Equal(304, Assert.Throws<RequestFailedException>(() => streaming.Value).Status);
        Assert.Equal(304, Assert.Throws<RequestFailedException>(() => content.Value).Status);
    }

    [Fact]
    public async Task IfNoneMatch_of_any_cannot_be_satisfied_by_a_read()
    {
        var blob = await Uploaded("a", "x");
        var none = new BlobRequestConditions { IfNoneMatch = ETag.All };

        await Refused(400, "UnsatisfiableCondition", () => blob.GetPropertiesAsync(none));
        await Refused(400, "UnsatisfiableCondition", () => blob.DownloadStreamingAsync(new BlobDownloadOptions { Conditions = none }));
    }

    [Fact]
    public async Task Times_are_conditions_too_to_the_second()
    {
        var blob = await Uploaded("a", "x");
        var modified = (await blob.GetPropertiesAsync()).Value.LastModified;

        await Refused(304, BlobErrorCode.ConditionNotMet, () => blob.GetPropertiesAsync(new BlobRequestConditions { IfModifiedSince = modified }));
        await Refused(412, BlobErrorCode.ConditionNotMet, () => blob.GetPropertiesAsync(new BlobRequestConditions { IfUnmodifiedSince = modified.AddSeconds(-1) }));
        await Refused(412, BlobErrorCode.ConditionNotMet, () => blob.DeleteAsync(conditions: new BlobRequestConditions { IfModifiedSince = modified }));
        Assert.NotNull((await blob.GetPropertiesAsync(new BlobRequestConditions { IfModifiedSince = modified.AddSeconds(-1), IfUnmodifiedSince = modified.AddMilliseconds(500) })).Value);
    }

    [Fact]
    public async Task A_lease_that_is_not_held_cannot_be_named()
    {
        var blob = await Uploaded("a", "x");
        var leased = new BlobRequestConditions { LeaseId = "11111111-1111-1111-1111-111111111111" };

        await Refused(412, BlobErrorCode.LeaseNotPresentWithBlobOperation, () => blob.UploadAsync(Text("y"), new BlobUploadOptions { Conditions = leased }));
        await Refused(412, BlobErrorCode.LeaseNotPresentWithBlobOperation, () => blob.DeleteAsync(conditions: leased));
    }
}
