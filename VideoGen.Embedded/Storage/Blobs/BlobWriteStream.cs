namespace VideoGen.Embedded.Storage.Blobs;

/// <summary>A blob's next content, written piece by piece; the blob has it when the stream is disposed.</summary>
/// <remarks>
/// As in the real client, disposing commits, also while an exception passes by. After a failed write it does not.
/// </remarks>
internal sealed class BlobWriteStream(StagedContent content, Func<StagedContent, Task<BlobRecord>> commit, IProgress<long>? progress) : Stream
{
    private bool _failed;
    private bool _closed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => content.Length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _failed = true;
        content.Append(buffer);
        Written();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _failed = true;
        await content.AppendAsync(buffer, cancellationToken);
        Written();
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Synchronous.Wait(CloseAsync());
        base.Dispose(disposing);
    }

    private void Written()
    {
        _failed = false;
        progress?.Report(content.Length);
    }

    private async Task<bool> CloseAsync()
    {
        if (_closed) return false;
        _closed = true;
        await using (content)
        {
            if (_failed) return false;
            await content.CompleteAsync();
            await commit(content);
            return true;
        }
    }
}
