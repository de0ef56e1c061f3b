using System.Security.Cryptography;

namespace VideoGen.Functions.Media;

/// <summary>A file that comes in, read once: tells what it is by its first bytes, counts and hashes it, and cuts it off at its limit.</summary>
internal abstract class IncomingFile(long limit) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _head = new byte[MediaType.HeadLength];

    private int _headLength;
    private long _given;

    /// <summary>Of all bytes, once they are read.</summary>
    public string Sha256 => field ??= Convert.ToHexStringLower(_hash.GetHashAndReset());

    public override long Position { get => _given; set => throw new NotSupportedException(); }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    /// <summary>How many bytes have come in.</summary>
    protected long Received { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;

        var left = _headLength - (int)Math.Min(_given, _headLength);
        var count = left > 0 ? Math.Min(left, buffer.Length) : await ReceiveAsync(buffer, cancellationToken);
        if (left > 0)
        {
            _head.AsMemory((int)_given, count).CopyTo(buffer);
        }

        _given += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it asynchronously.");

    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Reads the first bytes, which are given again to whoever reads the file.</summary>
    /// <returns>What it is; null when that is not known here.</returns>
    protected async Task<string?> ReadTypeAsync(CancellationToken ct)
    {
        while (_headLength < _head.Length && await ReceiveAsync(_head.AsMemory(_headLength), ct) is var count and > 0)
        {
            _headLength += count;
        }

        return MediaType.Of(_head.AsSpan(0, _headLength));
    }

    /// <summary>The next bytes; 0 at the end.</summary>
    protected abstract ValueTask<int> FetchAsync(Memory<byte> buffer, CancellationToken ct);

    protected abstract Exception TooLarge();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken ct)
    {
        var count = await FetchAsync(buffer, ct);
        _hash.AppendData(buffer.Span[..count]);
        Received += count;
        return Received <= limit ? count : throw TooLarge();
    }
}
