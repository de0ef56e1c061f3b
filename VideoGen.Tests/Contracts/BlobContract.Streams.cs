using Azure;
using Azure.Storage.Blobs.Models;

namespace VideoGen.Tests.Contracts;

public abstract partial class BlobContract
{
    [Theory]
    [InlineData(0L, 5L, "01234", "bytes 0-4/10")]
    [InlineData(2L, 4L, "2345", "bytes 2-5/10")]
    [InlineData(5L, null, "56789", "bytes 5-9/10")]
    [InlineData(0L, 100L, "0123456789", "bytes 0-9/10")]
    [InlineData(9L, 1L, "9", "bytes 9-9/10")]
    public async Task A_range_is_a_part_with_its_place_in_the_whole(long offset, long? length, string text, string range)
    {
        var blob = await Uploaded("a", "0123456789");

        var response = await blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(offset, length) });

        var details = response.Value.Details;
        Assert.Equal((206, text, range, (long)text.Length), (response.GetRawResponse().Status, response.Value.Content.ToString(), details.ContentRange, details.ContentLength));
        Assert.Null(details.ContentHash);
        Assert.NotNull(details.BlobContentHash);
    }

    [Theory]
    [InlineData("0123456789", 10)]
    [InlineData("0123456789", 100)]
    [InlineData("", 1)]
    public async Task A_range_that_starts_at_or_behind_the_end_is_InvalidRange(string text, long offset)
    {
        var blob = await Uploaded("a", text);

        await Refused(416, BlobErrorCode.InvalidRange, () => blob.DownloadStreamingAsync(new BlobDownloadOptions { Range = new HttpRange(offset) }));
        await Refused(416, BlobErrorCode.InvalidRange, () => blob.DownloadStreamingAsync(new BlobDownloadOptions { Range = new HttpRange(offset, 5) }));
    }

    [Fact]
    public async Task A_download_is_read_in_order_and_tells_the_whole()
    {
        var blob = await Uploaded("a", "0123456789");

        using var download = (await blob.DownloadStreamingAsync()).Value;
        using var reader = new StreamReader(download.Content);

        Assert.Equal((10L, null), (download.Details.ContentLength, download.Details.ContentRange));
        Assert.False(download.Content.CanSeek);
        Assert.Equal("0123456789", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_download_under_way_goes_on_with_what_it_began()
    {
        var blob = await Uploaded("a", new string('a', 1_000_000));
        using var replaced = (await blob.DownloadStreamingAsync()).Value;
        await blob.UploadAsync(Text(new string('b', 1_000_000)), overwrite: true);
        using var deleted = (await blob.DownloadStreamingAsync()).Value;
        await blob.DeleteAsync();

        Assert.Equal(new string('a', 1_000_000), await new StreamReader(replaced.Content).ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(new string('b', 1_000_000), await new StreamReader(deleted.Content).ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_blob_is_read_as_a_stream_that_can_seek()
    {
        var blob = await Uploaded("a", "0123456789");
        await using var stream = await blob.OpenReadAsync(position: 2);
        var buffer = new byte[3];

        await stream.ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);
        Assert.Equal("234"u8.ToArray(), buffer);
        Assert.Equal((5, 10), (stream.Position, stream.Length));
        stream.Seek(-2, SeekOrigin.End);
        Assert.Equal(2, await stream.ReadAsync(buffer, TestContext.Current.CancellationToken));
        Assert.Equal("894"u8.ToArray(), buffer);
        Assert.Equal(0, await stream.ReadAsync(buffer, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_blob_that_changes_while_it_is_read_is_ConditionNotMet()
    {
        var blob = await Uploaded("a", "0123456789");
        await using var stream = await blob.OpenReadAsync(bufferSize: 4);
        await stream.ReadExactlyAsync(new byte[4], TestContext.Current.CancellationToken);
        await blob.SetMetadataAsync(new Dictionary<string, string> { ["k"] = "v" });

        await Refused(412, BlobErrorCode.ConditionNotMet, async () => await stream.ReadExactlyAsync(new byte[4]));
    }

    [Fact]
    public async Task A_blob_may_change_while_it_is_read_where_that_is_allowed()
    {
        var blob = await Uploaded("a", "0123456789");
        await using var stream = await blob.OpenReadAsync(new BlobOpenReadOptions(allowModifications: true) { BufferSize = 4 });
        var buffer = new byte[4];
        await stream.ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);
        await blob.UploadAsync(Text("abcdefghij"), overwrite: true);

        await stream.ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);

        Assert.Equal("efgh"u8.ToArray(), buffer);
    }

    [Fact]
    public async Task A_blob_is_overwritten_as_a_stream_or_not_written_as_one() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _container.GetBlobClient("a").OpenWriteAsync(overwrite: false));

    [Fact]
    public async Task A_blob_written_as_a_stream_has_its_content_once_the_stream_is_disposed()
    {
        var blob = _container.GetBlobClient("a");
        var options = new BlobOpenWriteOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "video/mp4" }, Metadata = new Dictionary<string, string> { ["k"] = "v" } };
        var stream = await blob.OpenWriteAsync(overwrite: true, options);
        await stream.WriteAsync("hel"u8.ToArray(), TestContext.Current.CancellationToken);
        await stream.FlushAsync(TestContext.Current.CancellationToken);
        stream.Write("lo"u8);
        Assert.Equal(5, stream.Position);

        await stream.DisposeAsync();
        await stream.DisposeAsync();

        var properties = (await blob.GetPropertiesAsync()).Value;
        Assert.Equal("hello", await Content(blob));
        Assert.Equal(("video/mp4", "v", null), (properties.ContentType, properties.Metadata["k"], properties.ContentHash));
    }

    [Fact]
    public async Task Closing_a_stream_without_waiting_writes_the_blob_too()
    {
        var blob = _container.GetBlobClient("a");
        using (var writer = new StreamWriter(await blob.OpenWriteAsync(overwrite: true)))
        {
            writer.Write("hello");
        }

        Assert.Equal("hello", await Content(blob));
    }

    [Fact]
    public async Task A_blob_that_changed_since_its_stream_was_opened_is_not_overwritten()
    {
        var blob = await Uploaded("a", "first");
        var stream = await blob.OpenWriteAsync(overwrite: true);
        await stream.WriteAsync("late"u8.ToArray(), TestContext.Current.CancellationToken);
        await blob.UploadAsync(Text("second"), overwrite: true);

        await Refused(412, BlobErrorCode.ConditionNotMet, async () => await stream.DisposeAsync());

        Assert.Equal("second", await Content(blob));
    }

    [Fact]
    public async Task A_stream_is_opened_only_under_its_conditions()
    {
        var blob = await Uploaded("a", "first");

        await Refused(409, BlobErrorCode.BlobAlreadyExists, () => blob.OpenWriteAsync(true, new BlobOpenWriteOptions { OpenConditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }));
        await Refused(412, BlobErrorCode.ConditionNotMet, () => blob.OpenWriteAsync(true, new BlobOpenWriteOptions { OpenConditions = new BlobRequestConditions { IfMatch = Other } }));
    }

    [Fact]
    public async Task A_write_that_failed_is_not_followed_by_a_commit()
    {
        var blob = await Uploaded("a", "first");
        var stream = await blob.OpenWriteAsync(overwrite: true);
        await stream.WriteAsync("half"u8.ToArray(), TestContext.Current.CancellationToken);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await stream.WriteAsync(new byte[1_000_000], cancelled.Token));

        await stream.DisposeAsync();

        Assert.Equal("first", await Content(blob));
    }

    [Fact]
    public async Task Large_content_comes_back_byte_by_byte()
    {
        var content = new byte[9 * 1024 * 1024 + 7];
        new Random(1).NextBytes(content);
        var blob = _container.GetBlobClient("large");

        await blob.UploadAsync(new MemoryStream(content));
        await using var stream = await blob.OpenReadAsync();

        Assert.Equal(await Sha256(new MemoryStream(content)), await Sha256(stream));
    }
}
