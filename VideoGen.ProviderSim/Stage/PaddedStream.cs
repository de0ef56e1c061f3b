namespace VideoGen.ProviderSim.Stage;

/// <summary>A head, then zeros up to any length, without holding them.</summary>
internal sealed class PaddedStream(byte[] head, long length) : Stream
{
    private long _position;

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => length;
    public override long Position { get => _position; set => _position = value; }

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Clamp(length - _position, 0, buffer.Length);
        var fromHead = (int)Math.Clamp(head.Length - _position, 0, count);
        if (fromHead > 0)
        {
            head.AsSpan((int)_position, fromHead).CopyTo(buffer);
        }

        buffer[fromHead..count].Clear();
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override long Seek(long offset, SeekOrigin origin) => _position = offset + origin switch
    {
        SeekOrigin.Current => _position,
        SeekOrigin.End => length,
        _ => 0,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
