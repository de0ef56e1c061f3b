using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using VideoGen.Embedded.Storage;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Embedded.Storage;

public sealed class StorageConnectionTests
{
    [Fact]
    public async Task Clients_made_from_one_connection_string_share_one_store()
    {
        using var data = new OpenData();
        await new TableServiceClient($"X=y;{data.ConnectionString};").CreateTableAsync("shared");
        await new BlobServiceClient(data.ConnectionString).GetBlobContainerClient("shared").CreateIfNotExistsAsync();

        await new TableClient(data.ConnectionString, "shared").AddEntityAsync(new TableEntity("p", "r"));
        await new BlobClient(data.ConnectionString, "shared", "a").UploadAsync(BinaryData.FromString("x"));

        Assert.True(await new BlobContainerClient(data.ConnectionString, "shared").GetBlobClient("a").ExistsAsync());
        Assert.Single(await new TableServiceClient(data.ConnectionString).GetTableClient("shared").QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public void A_connection_string_of_another_kind_or_to_a_closed_folder_is_refused_clearly()
    {
        Assert.Contains("EmbeddedData", Assert.Throws<FormatException>(() => new TableServiceClient("UseDevelopmentStorage=true")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new BlobServiceClient("EmbeddedData=/nowhere/open"));
    }

    [Fact]
    public void Identities_are_refused_clearly()
    {
        var (uri, identity) = (new Uri("https://account.table.core.windows.net"), new DefaultAzureCredential());

        Assert.Throws<NotSupportedException>(() => new TableServiceClient(uri, identity));
        Assert.Throws<NotSupportedException>(() => new TableClient(uri, "table", identity));
        Assert.Throws<NotSupportedException>(() => new BlobServiceClient(uri, identity));
        Assert.Throws<NotSupportedException>(() => new BlobContainerClient(uri, identity));
        Assert.Throws<NotSupportedException>(() => new BlobClient(uri, identity));
        Assert.Throws<NotSupportedException>(() => new BlobClient(uri));
    }

    [Fact]
    public void No_two_changes_share_a_version_though_the_clock_stands_still()
    {
        var time = new FakeTime();
        var versions = new Versions(time);

        var seen = Enumerable.Range(0, 100).Select(_ => versions.Next()).ToList();
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(seen.Order().Distinct(), seen);
        Assert.Equal(time.GetUtcNow().UtcTicks, versions.Next());
        Assert.Equal(seen[^1] + TimeSpan.TicksPerDay + 1, versions.Next(seen[^1] + TimeSpan.TicksPerDay));
    }
}
