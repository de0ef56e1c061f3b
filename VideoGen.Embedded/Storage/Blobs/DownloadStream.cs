namespace VideoGen.Embedded.Storage.Blobs;

/// <summary>A part of a content, read once from its start to its end.</summary>
internal sealed class DownloadStream : Stream
{
    private readonly FileStream _file;
    private readonly IProgress<long>? _progress;
    private long _left;
    private long _done;

    public DownloadStream(FileStream file, long start, long length, IProgress<long>? progress)
    {
        file.Position = start;
        _file = file;
        _left = length;
        _progress = progress;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("The content's length is in the details of the download.");

    public override long Position
    {
        get => _done;
        set => throw new NotSupportedException("A download is read once, in order; OpenReadAsync gives a stream that can seek.");
    }

    public override int Read(Span<byte> buffer) => Count(_file.Read(buffer[..(int)Math.Min(buffer.Length, _left)]));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await _file.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        _left -= read;
        _done += read;
        if (read > 0) _progress?.Report(_done);
        return read;
    }
}
