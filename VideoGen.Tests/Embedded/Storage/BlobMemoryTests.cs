using Azure.Storage.Blobs.Models;

namespace VideoGen.Tests.Embedded.Storage;

/// <summary>Alone in the process while it measures.</summary>
[CollectionDefinition(nameof(BlobMemoryTests), DisableParallelization = true)]
[Collection(nameof(BlobMemoryTests))]
public sealed class BlobMemoryTests
{
    [Fact]
    public async Task A_large_blob_passes_in_a_few_MiB_of_memory()
    {
        const long length = 256L * 1024 * 1024;
        using var data = new OpenData();
        var container = data.Container("videos");
        await container.CreateIfNotExistsAsync();
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await container.GetBlobClient("up.mp4").UploadAsync(new EndlessStream(length), new BlobUploadOptions());
        await using (var stream = await container.GetBlobClient("written.mp4").OpenWriteAsync(overwrite: true))
        {
            await new EndlessStream(length).CopyToAsync(stream, TestContext.Current.CancellationToken);
        }

        using var download = (await container.GetBlobClient("up.mp4").DownloadStreamingAsync()).Value;
        await download.Content.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);

        Assert.Equal(length, (await container.GetBlobClient("written.mp4").GetPropertiesAsync()).Value.ContentLength);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 16 * 1024 * 1024);
    }

    private sealed class EndlessStream(long length) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var read = (int)Math.Min(buffer.Length, length - _position);
            buffer[..read].Fill((byte)_position);
            _position += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
