using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using VideoGen.Embedded.Storage;
using VideoGen.Embedded.Storage.Blobs;
using VideoGen.Tests.Contracts;

namespace VideoGen.Tests.Embedded.Storage;

/// <summary>The embedded blobs keep the contract, and what is promised of them beyond it.</summary>
public sealed class BlobTests : BlobContract
{
    private readonly OpenData _data = new();

    protected override BlobServiceClient Service => new(_data.ConnectionString);

    private BlobContainerClient Container => _data.Container("contract");

    public override ValueTask DisposeAsync()
    {
        _data.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task A_blob_with_an_ordinary_name_is_the_file_of_that_name()
    {
        await Container.GetBlobClient("user/videos/1.mp4").UploadAsync(BinaryData.FromString("video"));

        Assert.Equal(["contract/user/videos/1.mp4"], _data.BlobFiles());
    }

    [Fact]
    public async Task A_name_that_means_to_leave_the_folder_stays_in_it()
    {
        string[] names = ["../../out.mp4", "a/../../b.mp4", "./c.mp4", "/etc/d.mp4", "c:\\e.mp4", "CON.mp4", "nul"];
        foreach (var name in names) await Container.GetBlobClient(name).UploadAsync(BinaryData.FromString(name));

        _data.Reopen();

        Assert.Equal(names.Length, _data.BlobFiles().Count);
        foreach (var name in names) Assert.Equal(name, (await Container.GetBlobClient(name).DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task An_upload_cut_off_leaves_nothing_behind()
    {
        _data.Reopen(meanwhile: () => File.WriteAllText(Path.Combine(_data.BlobRoot, ".transit", "cut-off"), "half a vid"));

        Assert.Empty(_data.BlobFiles());
        Assert.Empty(await Container.GetBlobsAsync(BlobTraits.None, BlobStates.None, null, default).ToListAsync());
    }

    [Fact]
    public async Task A_content_committed_but_not_brought_home_is_the_blobs_after_a_crash()
    {
        var blob = Container.GetBlobClient("a.mp4");
        await blob.UploadAsync(BinaryData.FromString("old"));
        await blob.UploadAsync(BinaryData.FromString("new"), overwrite: true);
        var (home, transit) = Files("a.mp4");

        // As if the process had died after the commit and before the move, with the old content still at home.
        _data.Reopen(meanwhile: () =>
        {
            File.Move(home, transit);
            File.WriteAllText(home, "old");
        });

        Assert.Equal("new", (await Container.GetBlobClient("a.mp4").DownloadContentAsync()).Value.Content.ToString());
        Assert.Equal(["contract/a.mp4"], _data.BlobFiles());
    }

    [Fact]
    public async Task A_content_on_its_way_is_read_where_it_is()
    {
        var blob = Container.GetBlobClient("a.mp4");
        await blob.UploadAsync(BinaryData.FromString("content"));
        var (home, transit) = Files("a.mp4");

        File.Move(home, transit);

        Assert.Equal("content", (await blob.DownloadContentAsync()).Value.Content.ToString());
        Assert.Equal(202, (await blob.DeleteAsync()).Status);
        Assert.Empty(_data.BlobFiles());
    }

    [Fact]
    public async Task A_delete_cut_off_before_its_commit_did_not_happen()
    {
        var blob = Container.GetBlobClient("a.mp4");
        await blob.UploadAsync(BinaryData.FromString("content"));
        var (home, transit) = Files("a.mp4");

        _data.Reopen(meanwhile: () => File.Move(home, transit));

        Assert.Equal("content", (await Container.GetBlobClient("a.mp4").DownloadContentAsync()).Value.Content.ToString());
        Assert.Equal(["contract/a.mp4"], _data.BlobFiles());
    }

    [Fact]
    public async Task A_failed_upload_leaves_no_file()
    {
        await Assert.ThrowsAsync<IOException>(() => Container.GetBlobClient("a").UploadAsync(new BreakingStream(1_000_000)));

        Assert.Empty(_data.BlobFiles());
        Assert.False(await Container.GetBlobClient("a").ExistsAsync());
    }

    [Fact]
    public async Task A_deleted_blob_leaves_no_file_and_no_empty_folder()
    {
        await Container.GetBlobClient("a/b/c.mp4").UploadAsync(BinaryData.FromString("x"));
        await Container.GetBlobClient("a/d.mp4").UploadAsync(BinaryData.FromString("x"));

        await Container.GetBlobClient("a/b/c.mp4").DeleteAsync();

        Assert.Equal(["contract/a/d.mp4"], _data.BlobFiles());
        Assert.False(Directory.Exists(Path.Combine(_data.BlobRoot, "contract", "a", "b")));
    }

    [Fact]
    public async Task Uploads_and_deletes_in_one_folder_do_not_disturb_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            for (var round = 0; round < 10; round++)
            {
                await Container.GetBlobClient($"deep/folder/{i}.mp4").UploadAsync(BinaryData.FromString($"{i}"));
                await Container.GetBlobClient($"deep/folder/{i}.mp4").DeleteAsync();
            }
        })));

        Assert.Empty(_data.BlobFiles());
    }

    [Fact]
    public async Task What_was_answered_is_there_after_the_folder_is_opened_again()
    {
        var blob = Container.GetBlobClient("a.mp4");
        await blob.UploadAsync(BinaryData.FromString("kept"), new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["K"] = "v" } });
        var before = (await blob.GetPropertiesAsync()).Value;

        _data.Reopen();

        var after = (await Container.GetBlobClient("a.mp4").GetPropertiesAsync()).Value;
        Assert.Equal((before.ETag, before.LastModified, "v"), (after.ETag, after.LastModified, after.Metadata["k"]));
        Assert.Equal(before.ContentHash, after.ContentHash);
    }

    [Fact]
    public async Task What_the_store_does_not_keep_it_refuses()
    {
        var tags = new Dictionary<string, string> { ["a"] = "b" };
        var blob = Container.GetBlobClient("a");

        await Assert.ThrowsAsync<NotSupportedException>(() => blob.UploadAsync(BinaryData.FromString("x"), new BlobUploadOptions { Tags = tags }));
        await Assert.ThrowsAsync<NotSupportedException>(() => blob.OpenWriteAsync(true, new BlobOpenWriteOptions { Tags = tags }));
        await Assert.ThrowsAsync<NotSupportedException>(() => Service.GetUserDelegationKeyAsync(null, DateTimeOffset.MaxValue, default));
        Assert.Throws<NotSupportedException>(() => blob.GenerateSasUri(BlobSasPermissions.Read, DateTimeOffset.MaxValue));
        Assert.Throws<NotSupportedException>(() => new BlobSasBuilder().ToSasQueryParameters(null!, "embedded"));
        Assert.Equal("rwdl", new BlobSasBuilder(BlobSasPermissions.List | BlobSasPermissions.Delete | BlobSasPermissions.Write | BlobSasPermissions.Read, DateTimeOffset.MaxValue).Permissions);
    }

    private (string Home, string Transit) Files(string name)
    {
        var blob = DataFolder.Get(_data.Path).Blobs.Find("contract", name)!;
        return (Path.Combine(_data.BlobRoot, "contract", BlobFileName.Of(name)), Path.Combine(_data.BlobRoot, ".transit", blob.ContentId));
    }

    private sealed class BreakingStream(long length) : MemoryStream(new byte[length])
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position > length / 2 ? throw new IOException("The connection was reset.") : base.ReadAsync(buffer, cancellationToken);
    }
}
