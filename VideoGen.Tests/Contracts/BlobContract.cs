using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace VideoGen.Tests.Contracts;

/// <summary>What an app may rely on of blobs, asked through the public API alone, so that it can be asked of any implementation.</summary>
public abstract partial class BlobContract : IAsyncLifetime
{
    private BlobContainerClient _container = null!;

    /// <summary>An empty account.</summary>
    protected abstract BlobServiceClient Service { get; }

    public async ValueTask InitializeAsync()
    {
        _container = Service.GetBlobContainerClient("contract");
        await _container.CreateIfNotExistsAsync();
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_container_may_be_created_any_number_of_times()
    {
        Assert.False(await Service.GetBlobContainerClient("other").ExistsAsync());
        await Service.GetBlobContainerClient("other").CreateIfNotExistsAsync(PublicAccessType.None, null, default);
        await Service.GetBlobContainerClient("other").CreateIfNotExistsAsync();

        Assert.True(await Service.GetBlobContainerClient("other").ExistsAsync());
    }

    [Theory]
    [InlineData("ab", "OutOfRangeInput")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123", "OutOfRangeInput")]
    [InlineData("Gold", "InvalidResourceName")]
    [InlineData("-abc", "InvalidResourceName")]
    [InlineData("abc-", "InvalidResourceName")]
    [InlineData("a--b", "InvalidResourceName")]
    [InlineData("ab_c", "InvalidResourceName")]
    [InlineData("../x", "InvalidResourceName")]
    public async Task A_container_name_has_lower_case_letters_digits_and_single_hyphens(string name, string code) =>
        await Refused(400, code, () => Service.GetBlobContainerClient(name).CreateIfNotExistsAsync());

    [Fact]
    public async Task Whatever_is_asked_of_a_container_that_is_not_there_is_ContainerNotFound()
    {
        var container = Service.GetBlobContainerClient("nothere");
        var blob = container.GetBlobClient("a");

        await Refused(404, BlobErrorCode.ContainerNotFound, () => blob.UploadAsync(Text("x")));
        await Refused(404, BlobErrorCode.ContainerNotFound, () => blob.OpenWriteAsync(overwrite: true));
        await Refused(404, BlobErrorCode.ContainerNotFound, () => blob.GetPropertiesAsync());
        await Refused(404, BlobErrorCode.ContainerNotFound, () => blob.DownloadContentAsync());
        await Refused(404, BlobErrorCode.ContainerNotFound, () => blob.DeleteAsync());
        await Refused(404, BlobErrorCode.ContainerNotFound, async () => await container.GetBlobsAsync(BlobTraits.None, BlobStates.None, "", default).ToListAsync());
        Assert.False(await blob.ExistsAsync());
        Assert.False(await blob.DeleteIfExistsAsync());
    }

    [Fact]
    public async Task Whatever_is_asked_of_a_blob_that_is_not_there_is_BlobNotFound()
    {
        var blob = _container.GetBlobClient("none");

        await Refused(404, BlobErrorCode.BlobNotFound, () => blob.GetPropertiesAsync());
        await Refused(404, BlobErrorCode.BlobNotFound, () => blob.DownloadStreamingAsync());
        await Refused(404, BlobErrorCode.BlobNotFound, () => blob.DownloadToAsync(Stream.Null, default));
        await Refused(404, BlobErrorCode.BlobNotFound, () => blob.OpenReadAsync());
        await Refused(404, BlobErrorCode.BlobNotFound, () => blob.DeleteAsync());
        await Refused(404, BlobErrorCode.BlobNotFound, () => blob.SetMetadataAsync(new Dictionary<string, string>()));
        await Refused(404, BlobErrorCode.BlobNotFound, () => blob.SetHttpHeadersAsync());
        Assert.False(await blob.ExistsAsync());
        Assert.False(await blob.DeleteIfExistsAsync());
    }

    [Fact]
    public async Task A_blob_is_deleted_once()
    {
        var blob = await Uploaded("a", "x");

        Assert.Equal(202, (await blob.DeleteAsync()).Status);
        await Refused(404, BlobErrorCode.BlobNotFound, () => blob.DeleteAsync());
        await Uploaded("a", "y");
        Assert.True(await _container.DeleteBlobIfExistsAsync("a"));
        Assert.False(await blob.DeleteIfExistsAsync());
    }

    [Fact]
    public async Task A_plain_upload_creates_and_does_not_replace()
    {
        await Uploaded("a", "first");
        var blob = _container.GetBlobClient("a");

        await Refused(409, BlobErrorCode.BlobAlreadyExists, () => blob.UploadAsync(Text("x").ToStream()));
        await Refused(409, BlobErrorCode.BlobAlreadyExists, () => blob.UploadAsync(Text("x").ToStream(), CancellationToken.None));
        await Refused(409, BlobErrorCode.BlobAlreadyExists, () => blob.UploadAsync(Text("x"), overwrite: false));
        await Refused(409, BlobErrorCode.BlobAlreadyExists, () => blob.UploadAsync(Text("x"), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }));
        Assert.Equal("first", await Content(blob));
    }

    [Fact]
    public async Task An_upload_that_says_so_or_has_options_replaces()
    {
        var blob = await Uploaded("a", "first");

        await blob.UploadAsync(Text("second"), overwrite: true);
        Assert.Equal("second", await Content(blob));
        await blob.UploadAsync(Text("third").ToStream(), new BlobUploadOptions());
        Assert.Equal("third", await Content(blob));
        await blob.UploadAsync(Text("fourth").ToStream(), new BlobHttpHeaders { ContentType = "text/plain" });
        Assert.Equal("fourth", await Content(blob));
    }

    [Fact]
    public async Task A_file_is_uploaded_and_downloaded_by_its_path()
    {
        var (from, to) = (Path.GetTempFileName(), Path.GetTempFileName());
        await File.WriteAllTextAsync(from, "content", TestContext.Current.CancellationToken);
        var blob = _container.GetBlobClient("file");

        await blob.UploadAsync(from);
        await blob.DownloadToAsync(to, CancellationToken.None);

        Assert.Equal("content", await File.ReadAllTextAsync(to, TestContext.Current.CancellationToken));
        File.Delete(from);
        File.Delete(to);
    }

    [Fact]
    public async Task An_upload_starts_where_the_stream_stands_and_not_at_its_end()
    {
        var stream = new MemoryStream("0123456789"u8.ToArray()) { Position = 4 };

        await _container.GetBlobClient("part").UploadAsync(stream);

        Assert.Equal("456789", await Content(_container.GetBlobClient("part")));
        await Assert.ThrowsAsync<ArgumentException>(() => _container.GetBlobClient("other").UploadAsync(stream));
    }

    [Fact]
    public async Task Of_many_who_create_one_blob_at_once_exactly_one_wins()
    {
        var outcomes = await AtOnce(20, i => _container.GetBlobClient("one").UploadAsync(Text($"{i}")));

        Assert.Equal((1, 19), (outcomes.Count(status => status == 201), outcomes.Count(status => status == 409)));
    }

    [Fact]
    public async Task Of_many_who_replace_one_version_at_once_exactly_one_wins()
    {
        var etag = (await (await Uploaded("one", "x")).GetPropertiesAsync()).Value.ETag;

        var outcomes = await AtOnce(20, i => _container.GetBlobClient("one").UploadAsync(Text($"{i}"), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = etag } }));

        Assert.Equal((1, 19), (outcomes.Count(status => status == 201), outcomes.Count(status => status == 412)));
    }

    [Fact]
    public async Task Of_many_who_delete_one_blob_at_once_exactly_one_does()
    {
        var blob = await Uploaded("one", "x");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () => (await blob.DeleteIfExistsAsync()).Value)));

        Assert.Equal(1, outcomes.Count(deleted => deleted));
    }

    [Fact]
    public void A_blob_that_cannot_sign_says_so()
    {
        var blob = _container.GetBlobClient("a");
        if (blob.CanGenerateSasUri) return;

        Assert.False(_container.CanGenerateSasUri);
        Assert.ThrowsAny<Exception>(() => blob.GenerateSasUri(BlobSasPermissions.Read, DateTimeOffset.MaxValue));
    }

    [Fact]
    public void An_address_tells_container_and_blob()
    {
        var parts = new BlobUriBuilder(_container.GetBlobClient("user 1/videos/é.mp4").Uri);

        Assert.Equal(("contract", "user 1/videos/é.mp4"), (parts.BlobContainerName, parts.BlobName));
        Assert.Equal(_container.GetBlobClient("user 1/videos/é.mp4").Uri, parts.ToUri());
    }

    private static BinaryData Text(string text) => BinaryData.FromString(text);

    private static async Task<string> Content(BlobClient blob) => (await blob.DownloadContentAsync()).Value.Content.ToString();

    private static async Task<string> Sha256(Stream stream) => Convert.ToHexString(await SHA256.HashDataAsync(stream));

    private static async Task<RequestFailedException> Refused(int status, BlobErrorCode code, Func<Task> act)
    {
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(act);
        Assert.Equal((status, code.ToString()), (refusal.Status, refusal.ErrorCode));
        return refusal;
    }

    private static async Task<int[]> AtOnce(int times, Func<int, Task<Response<BlobContentInfo>>> act) =>
        await Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(async () =>
        {
            try
            {
                return (await act(i)).GetRawResponse().Status;
            }
            catch (RequestFailedException refusal)
            {
                return refusal.Status;
            }
        })));

    private async Task<BlobClient> Uploaded(string name, string text)
    {
        var blob = _container.GetBlobClient(name);
        await blob.UploadAsync(Text(text));
        return blob;
    }
}
