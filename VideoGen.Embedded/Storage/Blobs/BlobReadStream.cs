using Azure.Storage.Blobs.Models;

namespace VideoGen.Embedded.Storage.Blobs;

/// <summary>A blob as a seekable stream that notices when the blob changes.</summary>
/// <remarks>
/// It looks once per buffer's length of reading, as the real one does when it fetches. A changed blob is a 412, or,
/// where modifications are allowed, goes on with the new content.
/// </remarks>
internal sealed class BlobReadStream : Stream
{
    private const int DefaultWindow = 4 * 1024 * 1024;

    private readonly BlobStore _store;
    private readonly bool _allowModifications;
    private readonly int _window;
    private BlobRecord _blob;
    private FileStream _file;
    private long _windowStart;
    private long _windowEnd;

    public BlobReadStream(BlobStore store, string container, string name, BlobOpenReadOptions options)
    {
        (_blob, _file) = store.Open(container, name, options.Conditions);
        _store = store;
        _allowModifications = options.AllowModifications;
        _window = options.BufferSize ?? DefaultWindow;
        try
        {
            Position = options.Position;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _blob.Length;

    public override long Position
    {
        get => _file.Position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Length);
            _file.Position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        Look();
        return _file.Read(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Look();
        return _file.ReadAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }

    private void Look()
    {
        var position = Position;
        if (position >= _windowStart && position < _windowEnd) return;
        var current = _store.Find(_blob.Container, _blob.Name) ?? throw BlobErrors.BlobNotFound();
        if (current.Version != _blob.Version)
        {
            if (!_allowModifications) throw BlobErrors.ConditionNotMet();
            _file.Dispose();
            (_blob, _file) = _store.Open(_blob.Container, _blob.Name, null);
            _file.Position = Math.Min(position, Length);
        }

        (_windowStart, _windowEnd) = (position, position + _window);
    }
}
