using Azure;
using Azure.Storage.Blobs.Models;

namespace VideoGen.Tests.Contracts;

public abstract partial class BlobContract
{
    [Fact]
    public async Task An_upload_sets_headers_and_metadata_and_the_next_one_resets_them()
    {
        var blob = _container.GetBlobClient("a");
        await blob.UploadAsync(Text("x"), new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "video/mp4", CacheControl = "max-age=60", ContentDisposition = "inline", ContentEncoding = "identity", ContentLanguage = "en" },
            Metadata = new Dictionary<string, string> { ["Color"] = "Blue" },
        });
        var first = (await blob.GetPropertiesAsync()).Value;
        await blob.UploadAsync(Text("y"), overwrite: true);
        var second = (await blob.GetPropertiesAsync()).Value;

        Assert.Equal(("video/mp4", "max-age=60", "inline", "identity", "en"), (first.ContentType, first.CacheControl, first.ContentDisposition, first.ContentEncoding, first.ContentLanguage));
        Assert.Equal("Blue", first.Metadata["color"]);
        Assert.Equal(("application/octet-stream", null, null, null, null), (second.ContentType, second.CacheControl, second.ContentDisposition, second.ContentEncoding, second.ContentLanguage));
        Assert.Empty(second.Metadata);
    }

    [Fact]
    public async Task Setting_headers_clears_those_not_given_and_keeps_the_metadata()
    {
        var blob = _container.GetBlobClient("a");
        await blob.UploadAsync(Text("x"), new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "a/b", CacheControl = "no-store" }, Metadata = new Dictionary<string, string> { ["k"] = "v" } });

        await blob.SetHttpHeadersAsync(new BlobHttpHeaders { ContentType = "c/d" });

        var properties = (await blob.GetPropertiesAsync()).Value;
        Assert.Equal(("c/d", null, null, "v"), (properties.ContentType, properties.CacheControl, properties.ContentHash, properties.Metadata["k"]));
    }

    [Fact]
    public async Task Setting_metadata_replaces_all_of_it_and_keeps_the_headers()
    {
        var blob = _container.GetBlobClient("a");
        await blob.UploadAsync(Text("x"), new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "a/b" }, Metadata = new Dictionary<string, string> { ["one"] = "1" } });

        await blob.SetMetadataAsync(new Dictionary<string, string> { ["two"] = "2" });

        var properties = (await blob.GetPropertiesAsync()).Value;
        Assert.Equal("a/b", properties.ContentType);
        Assert.Equal(["two"], properties.Metadata.Keys);
    }

    [Fact]
    public async Task Content_headers_and_metadata_give_a_new_ETag_and_reading_does_not()
    {
        var blob = await Uploaded("a", "x");
        List<ETag> etags = [(await blob.GetPropertiesAsync()).Value.ETag];
        Assert.Equal(etags[0], (await blob.DownloadContentAsync()).Value.Details.ETag);

        etags.Add((await blob.UploadAsync(Text("x"), overwrite: true)).Value.ETag);
        etags.Add((await blob.SetHttpHeadersAsync()).Value.ETag);
        etags.Add((await blob.SetMetadataAsync(new Dictionary<string, string>())).Value.ETag);

        Assert.Equal(4, etags.Distinct().Count());
        Assert.Equal(etags[^1], (await blob.GetPropertiesAsync()).Value.ETag);
        Assert.Matches("^\"0x[0-9A-F]{15}\"$", etags[0].ToString());
    }

    [Fact]
    public async Task An_upload_has_its_hash_and_times_in_whole_seconds()
    {
        var info = (await _container.GetBlobClient("a").UploadAsync(Text("hello"))).Value;
        var properties = (await _container.GetBlobClient("a").GetPropertiesAsync()).Value;

        Assert.Equal("XUFAKrxLKna5cZ2REBfFkg==", Convert.ToBase64String(info.ContentHash!));
        Assert.Equal(info.ContentHash, properties.ContentHash);
        Assert.Equal((5, BlobType.Block, info.LastModified), (properties.ContentLength, properties.BlobType, properties.LastModified));
        Assert.Equal(0, properties.LastModified.Ticks % TimeSpan.TicksPerSecond);
    }

    [Fact]
    public async Task Progress_is_told_to_the_last_byte()
    {
        var progress = new Told();

        await _container.GetBlobClient("a").UploadAsync(new BinaryData(new byte[300_000]), new BlobUploadOptions { ProgressHandler = progress });
        Assert.Equal(300_000, progress.Last);

        using var download = (await _container.GetBlobClient("a").DownloadStreamingAsync(new BlobDownloadOptions { ProgressHandler = progress, Range = new HttpRange(100_000, 5) })).Value;
        await download.Content.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        Assert.Equal(5, progress.Last);
    }

    private sealed class Told : IProgress<long>
    {
        public long Last { get; private set; }

        public void Report(long value) => Last = value;
    }
}
