using System.Security.Cryptography;
using VideoGen.Domain;
using VideoGen.Functions.Media;

namespace VideoGen.Functions.Intake;

/// <summary>Reads a file that comes in, once: tells what it is by its first bytes, counts and hashes it, and cuts it off at its limit.</summary>
internal sealed class UploadReader(Stream body, string name, long limit) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _head = new byte[MediaType.HeadLength];

    private int _headLength;
    private long _received;
    private long _given;

    /// <summary>Of all bytes, once they are read.</summary>
    public string Sha256 => field ??= Convert.ToHexStringLower(_hash.GetHashAndReset());

    public override long Position { get => _given; set => throw new NotSupportedException(); }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public static ProblemException TooLarge(string field, long limit) => new(
        Errors.MediaIsTooLarge, $"{field}: must not have more than {limit} bytes.", [new(field, $"must not have more than {limit} bytes.")]);

    /// <summary>Reads the first bytes.</summary>
    /// <returns>What it is; null when that is not known here.</returns>
    public async Task<string?> StartAsync(CancellationToken ct)
    {
        while (_headLength < _head.Length && await ReceiveAsync(_head.AsMemory(_headLength), ct) is var count and > 0)
        {
            _headLength += count;
        }

        return MediaType.Of(_head.AsSpan(0, _headLength));
    }

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

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken ct)
    {
        var count = await TryReadAsync(buffer, ct);
        _hash.AppendData(buffer.Span[..count]);
        _received += count;
        return _received <= limit ? count : throw TooLarge(name, limit);
    }

    private async ValueTask<int> TryReadAsync(Memory<byte> buffer, CancellationToken ct)
    {
        try
        {
            return await body.ReadAsync(buffer, ct);
        }
        catch (IOException)
        {
            throw Errors.InvalidRequest(name, "breaks off before its end.");
        }
    }
}
