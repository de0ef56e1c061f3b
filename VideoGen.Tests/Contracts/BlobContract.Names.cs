using Azure;
using Azure.Storage.Blobs.Models;

namespace VideoGen.Tests.Contracts;

public abstract partial class BlobContract
{
    [Theory]
    [InlineData("a b")]
    [InlineData("50%")]
    [InlineData("a%2Fb")]
    [InlineData("a#b?c")]
    [InlineData("a\\b")]
    [InlineData("a:b|c*d\"e<f>")]
    [InlineData("é/é")]
    [InlineData("😀")]
    [InlineData("com1")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData(".hidden")]
    public async Task A_blob_name_is_any_text_and_comes_back_as_it_was(string name)
    {
        var blob = await Uploaded(name, name);

        Assert.Equal(name, await Content(blob));
        Assert.Equal([name], await Names(""));
    }

    [Fact]
    public async Task A_blob_name_knows_case()
    {
        await Uploaded("case", "lower");
        await Uploaded("CASE", "upper");

        Assert.Equal("lower", await Content(_container.GetBlobClient("case")));
        Assert.Equal("upper", await Content(_container.GetBlobClient("CASE")));
        Assert.False(await _container.GetBlobClient("Case").ExistsAsync());
    }

    [Fact]
    public async Task A_blob_and_others_below_its_name_get_along()
    {
        await Uploaded("x", "file");
        await Uploaded("x/y", "below");
        await Uploaded("x.d/y", "beside");

        await _container.GetBlobClient("x").DeleteAsync();

        Assert.Equal(["x.d/y", "x/y"], await Names(""));
        Assert.Equal("below", await Content(_container.GetBlobClient("x/y")));
    }

    [Fact]
    public async Task A_blob_name_has_1_to_1024_characters()
    {
        await Uploaded(new string('a', 1024), "x");
        await Uploaded(new string('é', 1024), "x");

        await Refused(400, BlobErrorCode.OutOfRangeInput, () => Uploaded(new string('a', 1025), "x"));
        Assert.Throws<ArgumentException>(() => _container.GetBlobClient(""));
    }

    [Fact]
    public async Task A_blob_name_has_at_most_254_segments()
    {
        await Uploaded(string.Join('/', Enumerable.Repeat("a", 254)), "x");

        Assert.Equal(400, (await Assert.ThrowsAsync<RequestFailedException>(() => Uploaded(string.Join('/', Enumerable.Repeat("a", 255)), "x"))).Status);
    }

    [Theory]
    [InlineData("a\u0001b")]
    [InlineData("a\nb")]
    [InlineData("a\u007Fb")]
    [InlineData("a\0b")]
    [InlineData("a\uFFFEb")]
    public async Task A_blob_name_has_no_control_characters(string name) =>
        Assert.Equal(400, (await Assert.ThrowsAsync<RequestFailedException>(() => Uploaded(name, "x"))).Status);

    [Fact]
    public async Task A_blob_name_has_no_half_pairs()
    {
        Assert.Equal(400, (await Assert.ThrowsAsync<RequestFailedException>(() => Uploaded("a\uD800b", "x"))).Status);
        Assert.Equal(400, (await Assert.ThrowsAsync<RequestFailedException>(() => Uploaded("a\uDC00", "x"))).Status);
    }

    [Theory]
    [InlineData("abc.")]
    [InlineData("abc/")]
    [InlineData("..")]
    public async Task A_new_blobs_name_does_not_end_with_a_dot_or_a_slash(string name)
    {
        Assert.Equal(400, (await Assert.ThrowsAsync<RequestFailedException>(() => Uploaded(name, "x"))).Status);
        Assert.False(await _container.GetBlobClient(name).ExistsAsync());
    }

    [Theory]
    [InlineData("1abc", "v", "InvalidMetadata")]
    [InlineData("a-b", "v", "InvalidMetadata")]
    [InlineData("a.b", "v", "InvalidMetadata")]
    [InlineData("abc", "é", "InvalidMetadata")]
    [InlineData("abc", "a\nb", "InvalidMetadata")]
    [InlineData("", "v", "EmptyMetadataKey")]
    public async Task Metadata_names_are_identifiers_and_values_ASCII(string name, string value, string code)
    {
        var metadata = new Dictionary<string, string> { [name] = value };

        await Refused(400, code, () => _container.GetBlobClient("a").UploadAsync(Text("x"), new BlobUploadOptions { Metadata = metadata }));
        await Refused(400, code, () => _container.GetBlobClient("a").SetMetadataAsync(metadata));
    }

    [Fact]
    public async Task Metadata_has_at_most_8_KiB()
    {
        Dictionary<string, string> Sized(int length) => new() { ["a"] = new string('v', length - 1) };
        await _container.GetBlobClient("a").UploadAsync(Text("x"), new BlobUploadOptions { Metadata = Sized(8192) });

        await Refused(400, BlobErrorCode.MetadataTooLarge, () => _container.GetBlobClient("a").SetMetadataAsync(Sized(8193)));
    }

    [Fact]
    public async Task Blobs_are_listed_in_the_ordinal_order_of_their_names()
    {
        foreach (var name in (string[])["b", "B", "a/1", "a.txt", "a-b", "10", "2", "é", "～", "中", "a"]) await Uploaded(name, name);

        Assert.Equal(["10", "2", "B", "a", "a-b", "a.txt", "a/1", "b", "é", "中", "～"], await Names(""));
        Assert.Equal(["a", "a-b", "a.txt", "a/1"], await Names("a"));
        Assert.Empty(await Names("nothing"));
        Assert.Empty(await Names("A"));
    }

    [Fact]
    public async Task A_listing_tells_the_properties_and_on_demand_the_metadata()
    {
        await _container.GetBlobClient("a").UploadAsync(Text("hello"), new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "text/plain" }, Metadata = new Dictionary<string, string> { ["k"] = "v" } });
        var properties = (await _container.GetBlobClient("a").GetPropertiesAsync()).Value;

        var plain = await _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, null, default).SingleAsync();
        var full = await _container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, null, default).SingleAsync();

        Assert.Equal((5L, "text/plain", properties.ETag, properties.LastModified, properties.CreatedOn), (plain.Properties.ContentLength, plain.Properties.ContentType, plain.Properties.ETag, plain.Properties.LastModified, plain.Properties.CreatedOn));
        Assert.Empty(plain.Metadata ?? new Dictionary<string, string>());
        Assert.Equal("v", full.Metadata!["k"]);
    }

    [Fact]
    public async Task A_listing_by_hierarchy_shows_blobs_and_the_prefixes_of_those_below()
    {
        foreach (var name in (string[])["a", "dir/x", "dir/y", "dir/sub/z", "dir2/x", "z"]) await Uploaded(name, name);

        Assert.Equal("a dir/* dir2/* z", await Tree(null));
        Assert.Equal("dir/sub/* dir/x dir/y", await Tree("dir/"));
        Assert.Equal("dir/* dir2/*", await Tree("dir"));

        async Task<string> Tree(string? prefix) =>
            string.Join(' ', (await _container.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", prefix, default).ToListAsync()).Select(entry => entry.IsPrefix ? entry.Prefix + "*" : entry.Blob!.Name));
    }

    [Fact]
    public async Task Pages_of_a_listing_lead_on_by_their_tokens_and_count_blobs_and_prefixes_alike()
    {
        foreach (var name in (string[])["a", "b/1", "b/2", "c", "d/1"]) await Uploaded(name, name);

        var pages = await _container.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", null, default).AsPages(null, 2).ToListAsync();
        var rest = await _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, null, default).AsPages((await _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, null, default).AsPages(null, 3).FirstAsync()).ContinuationToken, 5).ToListAsync();

        Assert.Equal(["a b/", "c d/"], pages.Select(page => string.Join(' ', page.Values.Select(entry => entry.Prefix ?? entry.Blob!.Name))));
        Assert.Equal(["c d/1"], rest.Select(page => string.Join(' ', page.Values.Select(blob => blob.Name))));
    }

    [Fact]
    public async Task A_page_of_a_listing_holds_at_least_one_and_starts_with_a_token_that_was_given_out()
    {
        var listing = _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, null, default);

        await Refused(400, "OutOfRangeQueryParameterValue", async () => await listing.AsPages(null, 0).FirstAsync());
        Assert.Equal(400, (await Assert.ThrowsAsync<RequestFailedException>(async () => await listing.AsPages("garbage").FirstAsync())).Status);
        Assert.Single(await listing.AsPages(null, 5001).ToListAsync());
    }

    private async Task<List<string>> Names(string prefix) =>
        [.. (await _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, default).ToListAsync()).Select(blob => blob.Name)];
}
